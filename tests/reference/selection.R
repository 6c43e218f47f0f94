# Regenerates the reference figures of the selection battery: base R only.
# Usage: Rscript tests/reference/selection.R [folder to write into, default: beside this file]
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = TRUE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}

# --- Binomial tails ---------------------------------------------------------------------------
cases <- data.frame(
  x = c(20, 0, 80, 30, 55, 3, 190, 999, 0, 12),
  n = c(80, 10, 80, 50, 100, 400, 200, 2000, 5, 12),
  p = c(.55, .3, .55, .40, .55, .01, .95, .52, .999, .9)
)
tails <- t(mapply(function(x, n, p) {
  c(lower = binom.test(x, n, p, alternative = "less")$p.value,
    upper = binom.test(x, n, p, alternative = "greater")$p.value,
    two_sided = binom.test(x, n, p)$p.value)
}, cases$x, cases$n, cases$p))
out("selection_binomial.csv", cbind(cases, tails))

# --- Complaint suppression: Fisher (any odds ratio), exact Mantel-Haenszel, risk ratio ----------
tables <- data.frame(
  set = c(1, 2, 2, 3, 4, 5, 5, 5, 6, 7),
  a = c(2, 2, 5, 0, 20, 1, 4, 3, 44, 13), n1 = c(20, 20, 25, 12, 20, 6, 9, 5, 60, 20),
  c = c(50, 50, 40, 30, 100, 12, 30, 8, 300, 171), n0 = c(80, 80, 75, 88, 180, 14, 41, 20, 340, 180)
)
out("selection_tables.csv", tables)
conditional <- function(d, odds) {
  if (nrow(d) == 1) {
    m <- matrix(c(d$a, d$c, d$n1 - d$a, d$n0 - d$c), 2)
    return(fisher.test(m, or = odds, alternative = "less")$p.value)
  }
  if (odds != 1) return(NA)
  m <- array(rbind(d$a, d$c, d$n1 - d$a, d$n0 - d$c), c(2, 2, nrow(d)))
  mantelhaen.test(m, exact = TRUE, alternative = "less")$p.value
}
ratio <- function(d) {  # Greenland & Robins 1985
  n <- d$n1 + d$n0
  top <- sum(d$a * d$n0 / n); bottom <- sum(d$c * d$n1 / n)
  v <- sum((d$n1 * d$n0 * (d$a + d$c) - d$a * d$c * n) / n^2) / (top * bottom)
  limits <- if (top > 0) top / bottom * exp(c(-1, 1) * qnorm(.975) * sqrt(v)) else c(NA, NA)
  c(top / bottom, limits)
}
sets <- do.call(rbind, lapply(split(tables, tables$set), function(d) {
  r <- ratio(d)
  data.frame(set = d$set[1], p = conditional(d, 1), p_at_odds_half = conditional(d, .5),
             ratio = r[1], low = r[2], high = r[3])
}))
out("selection_sets.csv", sets)

# --- Two samples: Welch, and homogeneity of three classes ----------------------------------------
set.seed(20260102, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
chance <- c(3, 1, 1, 2, 2, 4, 5, 10, 20, 20, 32)
mediated <- sample(0:10, 120, replace = TRUE, prob = chance + c(rep(0, 9), 30, 30))
direct <- sample(0:10, 25, replace = TRUE, prob = chance)
out("selection_scores.csv", data.frame(sample = rep(c("mediated", "direct"), c(120, 25)),
                                       score = c(mediated, direct)))
points <- function(s) 100 * (s >= 9) - 100 * (s <= 6)
classes <- function(s) c(sum(s <= 6), sum(s == 7 | s == 8), sum(s >= 9))
welch <- t.test(points(mediated), points(direct))
greater <- t.test(points(mediated), points(direct), alternative = "greater")
# R warns of an expected count below 5; the figure is compared, not judged.
square <- suppressWarnings(chisq.test(cbind(classes(mediated), classes(direct)), correct = FALSE))
figures <- c(difference = unname(diff(rev(welch$estimate))), se = welch$stderr,
             df = unname(welch$parameter), low = welch$conf.int[1], high = welch$conf.int[2],
             p_greater = greater$p.value, chi2 = unname(square$statistic), chi2_p = square$p.value)
out("selection_two_samples.csv", data.frame(figure = names(figures), value = unname(figures)))

# --- Funnel: winsorised over-dispersion (quantiles of type 7) ------------------------------------
invited <- c(20, 48, 62, 71, 34, 39, 77, 160, 9, 91)
transactions <- c(80, 90, 91, 100, 85, 77, 99, 380, 17, 118)
p <- sum(invited) / sum(transactions)
z <- (invited / transactions - p) / sqrt(p * (1 - p) / transactions)
cut <- quantile(z, c(.1, .9))
phi <- mean(pmin(pmax(z, cut[1]), cut[2])^2)
out("selection_funnel.csv",
    data.frame(invited, transactions, z, z_adjusted = z / sqrt(max(1, phi)), phi))

# --- Cauchy combination, by the authors' formula --------------------------------------------------
combine <- function(p, w = rep(1, length(p))) {
  w <- w / sum(w)
  pcauchy(sum(w * ifelse(p < 1e-15, 1 / p / pi, tan((.5 - p) * pi))), lower.tail = FALSE)
}
acat <- data.frame(case = c("worked", "manual", "weighted", "tiny"), value = c(
  combine(c(.02, .3, .001)), combine(c(2e-02, 4e-04, .2, .1, .8)),
  combine(c(.02, .3, .001), c(1, 2, 5)), combine(c(1e-20, .3, .6))))
out("selection_acat.csv", acat)
