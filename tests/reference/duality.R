# Regenerates the reference figures that tests/stats/duality compares with: base R, survey, psych.
# Usage: Rscript tests/reference/duality.R [folder to write into, default: beside this file]
suppressPackageStartupMessages({library(survey); library(psych)})
options(digits = 17, survey.lonely.psu = "fail")
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}
set.seed(20260103, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# --- Invented pairs: 160 transactions of 40 accounts ------------------------------------------
n <- 160
account <- sample(40, n, replace = TRUE)
shared <- rnorm(n) + rnorm(40)[account]
rate <- function(mean) pmin(10, pmax(0, round(mean + shared + rnorm(n, 0, 1.5))))
pairs <- data.frame(account, user = rate(7.3), partner = rate(8.1))
out("duality_pairs.csv", pairs)

# --- Gap: t.test paired, and svymean with accounts as clusters; correlation by cor.test -------
gap <- t.test(pairs$user, pairs$partner, paired = TRUE)
clustered <- svymean(~I(user - partner), svydesign(ids = ~account, weights = ~1, data = pairs))
r <- cor.test(pairs$user, pairs$partner)
class_of <- function(score) cut(score, c(-1, 6, 8, 10), labels = 1:3)
classes <- table(class_of(pairs$user), class_of(pairs$partner))
kappa_of <- function(counts) cohen.kappa(unclass(counts), n.obs = sum(counts))
# For three classes and more the variance of psych 2.2.9 is not that of the delta method.
worked <- kappa_of(matrix(c(5, 1, 2, 4), 2))
five <- matrix(c(9, 3, 1, 0, 0, 2, 8, 4, 1, 0, 1, 3, 12, 5, 1, 0, 2, 3, 9, 4, 0, 0, 1, 2, 11), 5)
figures <- c(
  gap = unname(gap$estimate), gap_se = gap$stderr, gap_t = unname(gap$statistic),
  gap_p = gap$p.value, gap_low = gap$conf.int[1], gap_high = gap$conf.int[2],
  clustered_se = as.numeric(SE(clustered)),
  r = unname(r$estimate), r_t = unname(r$statistic), r_p = r$p.value,
  r_low = r$conf.int[1], r_high = r$conf.int[2],
  kappa = kappa_of(classes)$weighted.kappa, five_kappa = kappa_of(five)$weighted.kappa,
  worked_kappa = worked$weighted.kappa, worked_kappa_se = sqrt(worked$var.weighted)
)
out("duality_figures.csv", data.frame(figure = names(figures), value = unname(figures)))
out("duality_classes.csv", data.frame(row = rep(1:5, 5), column = rep(1:5, each = 5),
                                      count = as.vector(five)))
