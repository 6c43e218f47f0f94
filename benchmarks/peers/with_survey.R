# The whole job with R's survey package.
# Usage: Rscript with_survey.R FOLDER-OF-THE-JOB FOLDER-OF-THE-ANSWER REPEATS VARIANT
#   svyby    calibrate(), then svymean of every domain by svyby
#   sparse   the same with calibrate(sparse = TRUE)
#   onepass  calibrate(sparse = TRUE), then one svyrecvar over all domains' linearised variables
#   qr       calibrate(sparse = TRUE), then all domains' residuals from its QR, variances by hand
#   rake     rake(), then one svyrecvar: the other raking error
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
source <- arguments[1]
target <- arguments[2]
repeats <- as.integer(arguments[3])
variant <- arguments[4]

rows <- read.csv(file.path(source, "rows.csv"))
totals <- read.csv(file.path(source, "totals.csv"))
margins <- grep("^margin_", names(rows), value = TRUE)
for (name in margins) rows[[name]] <- factor(rows[[name]])
formula <- as.formula(paste("~", paste(margins, collapse = "+")))
by_margin <- split(totals$total, totals$margin)
population <- sum(by_margin[[1]])
domains <- max(rows$domain) + 1

calibrated <- function(design) {
  goal <- c(population, unlist(lapply(by_margin, function(t) t[-1])))
  names(goal) <- c("(Intercept)", unlist(lapply(margins, function(name) {
    paste0(name, levels(rows[[name]])[-1])
  })))
  calibrate(design, formula, goal, calfun = "raking", epsilon = 1e-12, maxit = 100,
            sparse = variant != "svyby")
}
raked <- function(design) {
  tables <- Map(function(name, t) setNames(data.frame(factor(seq_along(t) - 1), t), c(name, "Freq")),
                margins, by_margin)
  rake(design, lapply(margins, function(name) as.formula(paste0("~", name))), unname(tables),
       control = list(maxit = 1000, epsilon = 1e-13))
}
# One column for the total and one for each domain: w (y - mean) / W, zero outside.
linearised <- function(weights) {
  y <- rows$y
  domain <- rows$domain + 1
  total <- sum(weights)
  size <- as.vector(rowsum(weights, domain))
  mean <- as.vector(rowsum(weights * y, domain)) / size
  z <- matrix(0, length(y), domains + 1)
  overall <- sum(weights * y) / total
  z[, 1] <- weights * (y - overall) / total
  z[cbind(seq_along(y), domain + 1)] <- weights * (y - mean[domain]) / size[domain]
  list(mean = c(overall, mean), z = z)
}
in_one_pass <- function(design) {
  found <- linearised(weights(design))
  v <- svyrecvar(found$z, design$cluster, design$strata, design$fpc,
                 postStrata = design$postStrata)
  list(estimate = found$mean, se = sqrt(diag(v)))
}
by_hand <- function(design) {
  found <- linearised(weights(design))
  step <- design$postStrata[[1]]
  u <- qr.resid(step$qr, found$z / step$w) * step$w
  n <- nrow(u)
  list(estimate = found$mean, se = sqrt(n / (n - 1) * (colSums(u^2) - colSums(u)^2 / n)))
}
by_svyby <- function(design) {
  total <- svymean(~y, design)
  by <- svyby(~y, ~domain, design, svymean)
  list(estimate = c(coef(total), coef(by)), se = c(SE(total), SE(by)))
}
work <- function() {
  design <- svydesign(ids = ~1, weights = ~base, data = rows)
  design <- if (variant == "rake") raked(design) else calibrated(design)
  estimate <- switch(variant, svyby = by_svyby, sparse = by_svyby, qr = by_hand,
                     onepass = in_one_pass, rake = in_one_pass)
  c(list(weights = weights(design)), estimate(design))
}
seconds <- numeric(repeats)
for (i in seq_len(repeats)) {
  start <- proc.time()
  answer <- work()
  seconds[i] <- sum((proc.time() - start)[1:2])
}
out <- function(name, table) {
  table[] <- lapply(table, sprintf, fmt = "%.17g")
  write.csv(table, file.path(target, name), row.names = FALSE, quote = FALSE)
}
out("seconds.csv", data.frame(cpu = seconds))
out("weights.csv", data.frame(weight = answer$weights))
out("figures.csv", data.frame(estimate = unname(answer$estimate), se = unname(answer$se)))
cat(sprintf("survey %s in R %s.%s with %s\n", packageVersion("survey"), R.version$major,
            R.version$minor, basename(extSoftVersion()["BLAS"])))
