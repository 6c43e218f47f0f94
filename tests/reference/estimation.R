# Totals, ratios, design effects and finite populations by R's survey package, on its own data.
# Usage: Rscript estimation.R [folder]

suppressMessages(library(survey))
data(api)

arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(sub("--file=", "", grep("--file=", arguments, value = TRUE)))
given <- commandArgs(trailingOnly = TRUE)
folder <- if (length(given)) given[1] else here
options(digits = 17, survey.lonely.psu = "fail", survey.ultimate.cluster = TRUE)

types <- c("E", "H", "M")
input <- function(data, weight, cluster, stratum, fraction) {
  data.frame(
    weight = weight, cluster = as.integer(factor(cluster)), stratum = as.integer(factor(stratum)),
    fraction = fraction, type = match(data$stype, types), wide = as.integer(data$sch.wide == "Yes"),
    api00 = data$api00, api99 = data$api99, enroll = data$enroll
  )
}

inputs <- list(
  strat = input(apistrat, apistrat$pw, seq_len(nrow(apistrat)), apistrat$stype,
                ave(rep(1, nrow(apistrat)), apistrat$stype, FUN = sum) / apistrat$fpc),
  clus1 = input(apiclus1, apiclus1$pw, apiclus1$dnum, rep(1, nrow(apiclus1)),
                length(unique(apiclus1$dnum)) / apiclus1$fpc),
  clus2 = input(apiclus2, apiclus2$pw, apiclus2$dnum, rep(1, nrow(apiclus2)),
                length(unique(apiclus2$dnum)) / apiclus2$fpc1)
)

designs <- list(
  strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat),
  strat_fpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat),
  clus1 = svydesign(id = ~dnum, weights = ~pw, data = apiclus1),
  clus1_fpc = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1),
  clus2_fpc = svydesign(id = ~dnum + snum, weights = ~pw, fpc = ~fpc1 + fpc2, data = apiclus2)
)
population <- table(stype = apipop$stype)
wide <- table(sch.wide = apipop$sch.wide)
for (name in c("strat", "clus1_fpc")) {
  designs[[paste0(name, "_raked")]] <- calibrate(
    designs[[name]], list(~stype, ~sch.wide), list(population, wide),
    calfun = "raking", epsilon = 1e-13, maxit = 200
  )
}

row <- function(design, figure, level, estimate, se, deff = NA) {
  data.frame(design = design, figure = figure, level = level,
             estimate = as.numeric(estimate), se = as.numeric(se), deff = as.numeric(deff))
}

whole <- function(name) {
  d <- designs[[name]]
  mean <- svymean(~api00, d, deff = "replace")
  total <- svytotal(~enroll, d, na.rm = TRUE)
  ratio <- svyratio(~api00, ~api99, d)
  rbind(
    row(name, "mean", 0, coef(mean), SE(mean), deff(mean)),
    row(name, "total", 0, coef(total), SE(total)),
    row(name, "ratio", 0, coef(ratio), sqrt(vcov(ratio)))
  )
}

parts <- function(name) {
  d <- designs[[name]]
  total <- svyby(~api99, ~stype, d, svytotal)
  ratio <- svyby(~api00, ~stype, denominator = ~api99, d, svyratio)
  rbind(
    row(name, "total", match(total$stype, types), coef(total), SE(total)),
    row(name, "ratio", match(ratio$stype, types), coef(ratio), SE(ratio))
  )
}

figures <- do.call(rbind, c(lapply(names(designs), whole), lapply(names(designs), parts)))
margins <- rbind(
  data.frame(margin = "type", level = seq_along(types), total = as.numeric(population[types])),
  data.frame(margin = "wide", level = 0:1, total = as.numeric(wide[c("No", "Yes")]))
)

save <- function(table, file) {
  numbers <- sapply(table, is.double)
  table[numbers] <- lapply(table[numbers], function(x) ifelse(is.na(x), "", sprintf("%.17g", x)))
  write.csv(table, file.path(folder, file), row.names = FALSE, quote = FALSE, na = "")
}
for (name in names(inputs)) save(inputs[[name]], paste0("estimation_", name, ".csv"))
save(margins, "estimation_margins.csv")
save(figures, "estimation_figures.csv")
