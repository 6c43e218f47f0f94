# Regenerates the figures of post-stratification, trimming and ridge-logistic propensities that
# tests/stats/weighting compares with.
# Usage: Rscript tests/reference/weighting.R [folder to write into, default: beside this file]
suppressPackageStartupMessages(library(survey))
options(digits = 17, expressions = 50000)
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}

# --- Post-stratification of the cluster sample of Californian schools -----------------------
data(api)
schools <- apiclus1[, c("dnum", "stype", "pw", "api00")]
set.seed(20260103, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
schools$base <- round(schools$pw * exp(rnorm(nrow(schools), 0, 0.4)), 6)
population <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
d <- svydesign(ids = ~dnum, weights = ~base, data = schools)
post <- postStratify(d, ~stype, population)
out("weighting_schools.csv", data.frame(account = schools$dnum, stype = as.integer(schools$stype),
                                        base = schools$base, api00 = schools$api00,
                                        weight = weights(post)))
m <- svymean(~api00, post)
by <- svyby(~api00, ~stype, post, svymean)
out("weighting_means.csv", data.frame(level = 0:3, estimate = c(coef(m), coef(by)),
                                      se = c(SE(m), SE(by))))

# --- Trimming: once, and until nothing exceeds the limit ------------------------------------
base <- round(exp(rnorm(60, 0, 1)), 6)
limit <- 2 * mean(base)
plain <- svydesign(ids = ~1, weights = ~base, data = data.frame(base))
strict <- weights(trimWeights(plain, upper = limit * (1 + 1e-14), strict = TRUE))
stopifnot(max(strict) <= limit * (1 + 1e-13), abs(sum(strict) - sum(base)) < 1e-9)
out("weighting_trimmed.csv", data.frame(base, once = weights(trimWeights(plain, upper = limit)),
                                        strict))

# --- Response propensities: ridge-logistic, the intercept free ------------------------------
# Iteratively reweighted least squares with one pseudo-observation √ridge·β_j = 0 a coefficient,
# by QR of the augmented matrix; optim on the penalised likelihood must agree.
n <- 400
frame <- data.frame(
  tenure = round(rgamma(n, 2, 0.3), 2), revenue = round(exp(rnorm(n, 10, 1.5))),
  complaint = rbinom(n, 1, 0.2), size = sample(3, n, replace = TRUE)
)
eta <- -1.2 + 0.15 * frame$tenure - 0.6 * frame$complaint + 0.3 * (frame$size == 2)
frame$responded <- rbinom(n, 1, plogis(eta))
ridge_logit <- function(x, r, ridge) {
  z <- cbind(1, sweep(sweep(x, 2, colMeans(x)), 2, sqrt(colMeans(sweep(x, 2, colMeans(x))^2)), "/"))
  extra <- cbind(0, diag(sqrt(ridge), ncol(x)))
  beta <- c(qlogis(mean(r)), rep(0, ncol(x)))
  for (step in 1:60) {
    p <- plogis(drop(z %*% beta))
    w <- p * (1 - p)
    answer <- c(sqrt(w) * (drop(z %*% beta) + (r - p) / w), rep(0, ncol(x)))
    beta <- qr.coef(qr(rbind(sqrt(w) * z, extra), LAPACK = TRUE), answer)
  }
  loss <- function(b) {
    e <- drop(z %*% b)
    sum(log1p(exp(e)) - r * e) + ridge / 2 * sum(b[-1]^2)
  }
  slope <- function(b) drop(crossprod(z, plogis(drop(z %*% b)) - r)) + ridge * c(0, b[-1])
  found <- optim(0 * beta, loss, slope, method = "BFGS", control = list(reltol = 1e-16, maxit = 1e4))
  stopifnot(max(abs(slope(beta))) < 1e-8, max(abs(found$par - beta)) < 1e-4)
  plogis(drop(z %*% beta))
}
x <- with(frame, cbind(tenure, revenue, complaint, size == 1, size == 2, size == 3))
frame$ridge_small <- ridge_logit(x, frame$responded, 1e-3)
frame$ridge_large <- ridge_logit(x, frame$responded, 25)
# Separated: everybody with a complaint answered.
frame$all_complain <- ifelse(frame$complaint == 1, 1, frame$responded)
frame$separated <- ridge_logit(x, frame$all_complain, 1e-3)
# The same covariates without a ridge, by glm.
frame$glm <- fitted(glm(responded ~ tenure + revenue + complaint + factor(size), binomial, frame,
                        control = list(epsilon = 1e-15, maxit = 100)))
out("weighting_frame.csv", frame)
