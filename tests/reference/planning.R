# Regenerates the planning figures that tests/stats/planning compares with.
# Usage: Rscript tests/reference/planning.R [folder to write into, default: beside this file]
suppressPackageStartupMessages(library(survey))
options(digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}
figures <- list()
add <- function(what, value) {
  figures[[length(figures) + 1]] <<- data.frame(what, value = unname(as.numeric(value)))
}

# --- Stratified sample of Californian schools: R derives the weights from the fpc -----------
data(api)
with_fpc <- svydesign(ids = ~1, strata = ~stype, fpc = ~fpc, data = apistrat)
# The weights that come with the data are rounded to single precision.
apistrat$exact <- weights(with_fpc)
without <- svydesign(ids = ~1, strata = ~stype, weights = ~exact, data = apistrat)
out("planning_schools.csv", data.frame(stratum = as.integer(apistrat$stype),
                                       population = apistrat$fpc, api00 = apistrat$api00,
                                       weight = weights(with_fpc)))
add("stratified mean", coef(svymean(~api00, with_fpc)))
add("stratified se with fpc", SE(svymean(~api00, with_fpc)))
add("stratified se without fpc", SE(svymean(~api00, without)))

# --- Draws with replacement and unequal probabilities ---------------------------------------
set.seed(20260102, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
size <- round(exp(rnorm(200, 3, 0.8)))
y <- round(2 * size + rnorm(200, 0, 15), 1)
drawn <- sample(200, 40, replace = TRUE, prob = size)
draws <- data.frame(probability = (size / sum(size))[drawn], y = y[drawn])
out("planning_draws.csv", draws)
draws$weight <- 1 / (40 * draws$probability)
replaced <- svydesign(ids = ~1, weights = ~weight, data = draws)
add("hansen-hurwitz total", coef(svytotal(~y, replaced)))
add("hansen-hurwitz se", SE(svytotal(~y, replaced)))

# --- Two groups: the n at which the power is reached, by root finding on the power ----------
power <- function(n, v1, v2, ratio, difference) {
  pnorm(difference / sqrt(v1 / n + v2 / (ratio * n)) - qnorm(0.975))
}
needed <- function(...) uniroot(function(n) power(n, ...) - 0.8, c(2, 1e6), tol = 1e-10)$root
add("two groups nps", needed(0.75, 0.75, 1, 0.10))
add("two groups unequal", needed(0.20, 0.40, 2.5, 0.07))
out("planning_figures.csv", do.call(rbind, figures))
