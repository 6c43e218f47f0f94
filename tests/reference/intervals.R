# Regenerates the reference intervals that tests/stats/intervals compares with: base R, `survey`.
# Usage: Rscript tests/reference/intervals.R [folder to write into, default: beside this file]
suppressPackageStartupMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}

# --- Counts: Clopper-Pearson by binom.test, Wilson by prop.test without correction -----------
counts <- subset(expand.grid(hits = c(0, 1, 3, 9, 10, 38, 49, 200), n = c(1, 9, 10, 50, 200),
                             level = c(0.8, 0.95, 0.99)), hits <= n)
limits <- function(name, test) {
  found <- mapply(test, counts$hits, counts$n, counts$level)
  data.frame(method = name, counts, low = found[1, ], high = found[2, ])
}
out("intervals_counts.csv", rbind(
  limits("exact", function(x, n, l) binom.test(x, n, conf.level = l)$conf.int),
  limits("wilson", function(x, n, l) {
    suppressWarnings(prop.test(x, n, conf.level = l, correct = FALSE))$conf.int
  })
))

# --- Designs: svyciprop on the Californian schools, in all and by type of school -------------
data(api)
apiclus1$high <- as.integer(apiclus1$api00 > 800)
apistrat$high <- as.integer(apistrat$api00 > 800)
designs <- list(
  clustered = svydesign(ids = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc),
  stratified = svydesign(ids = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
)
items <- list(eligible = ~I(awards == "Yes"), wide = ~I(sch.wide == "Yes"), high = ~I(high == 1))
methods <- c(logit = "xlogit", glm = "logit", beta = "beta", wald = "mean")
rows <- list()
for (design in names(designs)) for (item in names(items)) for (type in c("all", "E", "H")) {
  d <- designs[[design]]
  if (type != "all") d <- d[d$variables$stype == type, ]
  if (as.numeric(svyciprop(items[[item]], d, method = "mean")) %in% c(0, 1)) next
  for (level in c(0.9, 0.95)) for (method in names(methods)) {
    found <- svyciprop(items[[item]], d, method = methods[[method]], level = level)
    rows[[length(rows) + 1]] <- data.frame(
      design, item, type, method, level, share = as.numeric(found),
      se = sqrt(as.numeric(attr(found, "var"))), n = nrow(d), df = degf(d),
      low = attr(found, "ci")[[1]], high = attr(found, "ci")[[2]])
  }
}
out("intervals_designs.csv", do.call(rbind, rows))

# --- Correlations: Fisher's interval by cor.test ---------------------------------------------
correlations <- do.call(rbind, lapply(c(4, 12, 40, nrow(apistrat)), function(n) {
  rows <- apistrat[seq_len(n), ]
  do.call(rbind, lapply(c(0.9, 0.95), function(level) {
    found <- cor.test(rows$api00, rows$meals, conf.level = level)
    data.frame(n, level, r = unname(found$estimate), low = found$conf.int[1],
               high = found$conf.int[2])
  }))
}))
out("intervals_correlations.csv", correlations)

# --- Two means: Welch by t.test, and the difference in pooled standard deviations ------------
values <- rbind(data.frame(group = "first", value = apistrat$api00[apistrat$stype == "E"]),
                data.frame(group = "second", value = apistrat$api00[apistrat$stype == "H"][1:23]))
out("intervals_welch_values.csv", values)
one <- values$value[values$group == "first"]
two <- values$value[values$group == "second"]
pooled <- sqrt(((length(one) - 1) * var(one) + (length(two) - 1) * var(two)) /
                 (length(one) + length(two) - 2))
out("intervals_welch.csv", do.call(rbind, lapply(c(0.9, 0.95), function(level) {
  found <- t.test(two, one, conf.level = level)
  data.frame(level, difference = mean(two) - mean(one), se = found$stderr,
             df = unname(found$parameter), t = unname(found$statistic), p = found$p.value,
             low = found$conf.int[1], high = found$conf.int[2],
             standardised = (mean(two) - mean(one)) / pooled)
})))
