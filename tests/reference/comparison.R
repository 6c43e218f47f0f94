# Regenerates the reference figures of the comparisons: base R and the package `metafor`.
# Usage: Rscript tests/reference/comparison.R [folder to write into, default: beside this file]
suppressPackageStartupMessages(library(metafor))
options(digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}
set.seed(20260102, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# --- Shrinkage: the three partners of the text, 24 invented partners, the BCG trials ---------
m <- 24
x <- round(runif(m, -1, 1), 3)
v <- round(6000 / sample(10:120, m), 3)
partners <- data.frame(dataset = "partners", unit = 1:m, x = x, v = v,
                       y = round(35 + 8 * x + rnorm(m, 0, 9) + rnorm(m, 0, sqrt(v)), 3))
alike <- data.frame(dataset = "alike", unit = 1:10, x = (1:10) / 10, v = rep(50, 10),
                    y = 40 + c(1, -1, 2, -2, 0, 1, -1, 2, -2, 0))
trials <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
bcg <- data.frame(dataset = "bcg", unit = seq_len(nrow(trials)), x = trials$ablat,
                  v = as.numeric(trials$vi), y = as.numeric(trials$yi))
three <- data.frame(dataset = "three", unit = 1:3, x = c(0, 1, 0), v = c(25, 25, 100),
                    y = c(60, 40, 30))
units <- rbind(three, partners, alike, bcg)
out("comparison_units.csv", units)
control <- list(tol = 1e-15, threshold = 1e-12, maxiter = 20000)
rows <- list()
for (d in unique(units$dataset)) {
  u <- units[units$dataset == d, ]
  for (with_x in if (d == "three") 0 else 0:1) {
    for (method in c("PM", "REML", "ML")) {
      fit <- if (with_x) rma(y, v, mods = ~x, data = u, method = method, control = control)
             else rma(y, v, data = u, method = method, control = control)
      shrunk <- blup(fit)
      rows[[length(rows) + 1]] <- data.frame(
        dataset = d, with_x, method, unit = u$unit, tau2 = fit$tau2, b0 = fit$beta[1],
        b1 = if (with_x) fit$beta[2] else 0, eb = shrunk$pred, se = shrunk$se)
    }
  }
}
out("comparison_shrinkage.csv", do.call(rbind, rows))

# --- Families of tests: Benjamini & Bogomolov 2014 on the data of Mehrotra & Adewale 2012 -----
families <- list(
  a = c(.031, .023, .029, .005, .031, .0001, .874, .399, .293, .077), b = c(.216, .843, .864),
  c = c(1, .878, .766, .598, .011, .864), d = c(.889, .557, .767, .009, .644),
  e = c(1, .583, .147, .789, .217, 1, .02, .784, .579, .439),
  f = c(.898, .619, .193, .806, .611, .526, .702, .196))
rate <- 0.1
own <- lapply(families, p.adjust, method = "BH")
family_p <- sapply(own, min)
selected <- p.adjust(family_p, method = "BH") < rate
out("comparison_families.csv", do.call(rbind, lapply(names(families), function(f) {
  data.frame(family = f, p = families[[f]], q = own[[f]], family_p = family_p[[f]],
             selected = as.integer(selected[[f]]),
             called = as.integer(selected[[f]] & own[[f]] < rate * sum(selected) / length(families)))
})))

# --- Seasons: stats::decompose ---------------------------------------------------------------
seasons <- lapply(c(2, 4, 5, 12, 52), function(period) {
  k <- 2 * period + 7
  y <- round(40 + (1:k) / 10 + 5 * sin(2 * pi * (1:k) / period) + rnorm(k), 3)
  d <- decompose(ts(y, frequency = period))
  data.frame(period, position = seq_len(k) - 1, y, has_trend = as.integer(!is.na(d$trend)),
             trend = ifelse(is.na(d$trend), 0, d$trend), seasonal = as.numeric(d$seasonal))
})
out("comparison_seasons.csv", do.call(rbind, seasons))

# --- Two independent means: Welch's t --------------------------------------------------------
welch <- lapply(1:6, function(i) {
  a <- rnorm(3 + i, 8, 1 + i / 4)
  b <- rnorm(12 - i, 7.5, 2)
  t <- t.test(a, b)
  data.frame(a = mean(a), se_a = sd(a) / sqrt(length(a)), n_a = length(a),
             b = mean(b), se_b = sd(b) / sqrt(length(b)), n_b = length(b),
             df = t$parameter, t = t$statistic, p = t$p.value,
             low = t$conf.int[1], high = t$conf.int[2])
})
out("comparison_welch.csv", do.call(rbind, welch))

# --- Control charts: the textbook formulas, vectorised ----------------------------------------
k <- 30
n <- sample(40:160, k, replace = TRUE)
share <- round(rbinom(k, n, 0.7) / n, 4)
nps <- round(rnorm(k, 35, 8), 2)
centre <- sum(n * share) / sum(n)
sigma <- sqrt(centre * (1 - centre) / n)
sigma_z <- mean(abs(diff((share - centre) / sigma))) / 1.128
range <- mean(abs(diff(nps)))
lambda <- 0.2
smooth <- as.numeric(stats::filter(lambda * nps, 1 - lambda, "recursive", init = mean(nps)))
width <- 3 * range / 1.128 * sqrt(lambda / (2 - lambda) * (1 - (1 - lambda)^(2 * 1:k)))
out("comparison_charts.csv", data.frame(
  n, share, nps,
  p_low = pmax(0, centre - 3 * sigma * sigma_z), p_high = pmin(1, centre + 3 * sigma * sigma_z),
  x_low = mean(nps) - 2.66 * range, x_high = mean(nps) + 2.66 * range,
  z = smooth, z_low = mean(nps) - width, z_high = mean(nps) + width))
