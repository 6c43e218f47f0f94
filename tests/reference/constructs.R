# Regenerates the figures that tests/stats/constructs compares with: psych, lavaan, semTools, MASS.
# Usage: Rscript tests/reference/constructs.R [folder to write into, default: beside this file]
suppressPackageStartupMessages({
  library(psych)
  library(lavaan)
  library(semTools)
})
options(digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}

# --- 900 invented respondents: two constructs of four and three ratings, a yes/no item ------
set.seed(20260201, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
n <- 900
account <- sample(260, n, replace = TRUE)
focal <- as.integer(runif(n) < 0.45)
weight <- round(exp(rnorm(n, 0, 0.4)), 3)
trust <- rnorm(n) + 0.5 * rnorm(260)[account] - 0.3 * focal
ease <- 0.55 * trust + rnorm(n, 0, 0.8)
rating <- function(trait, loading, easy) {
  raw <- loading * trait + rnorm(n, 0, sqrt(1 - min(loading, 0.95)^2))
  pmin(7, pmax(1, round(4 + easy + 1.4 * raw)))
}
items <- data.frame(
  t1 = rating(trust, 0.85, 0.5), t2 = rating(trust, 0.75, 0.2 - 0.6 * focal),
  t3 = rating(trust, 0.70, 0), t4 = rating(trust, 0.55, -0.3),
  e1 = rating(ease, 0.80, 0.4), e2 = rating(ease, 0.75, 0.1), e3 = rating(ease, 0.60, 0)
)
yes <- as.integer(0.9 * trust + 0.3 - 0.8 * focal + rlogis(n) > 0)
missed <- runif(n) < 0.04
respondents <- data.frame(account, focal, weight, items, yes, missed = as.integer(missed))
out("constructs_answers.csv", respondents)

figures <- list()
add <- function(what, name, value) {
  figures[[length(figures) + 1]] <<- data.frame(what, name, value = unname(as.numeric(value)))
}
kept <- items[!missed, ]
own <- c("t1", "t2", "t3", "t4")

# --- F1: alpha and its items ----------------------------------------------------------------
found <- psych::alpha(kept[, own], warnings = FALSE)
add("alpha", "value", found$total$raw_alpha)
add("alpha_if_deleted", own, found$alpha.drop$raw_alpha)
add("item_total", own, found$item.stats$r.drop)
limits <- psych::alpha.ci(found$total$raw_alpha, n.obs = nrow(kept), n.var = 4, digits = 16)
add("alpha_limits", c("low", "high"), c(limits$lower.ci, limits$upper.ci))
weighted <- cov.wt(kept[, own], wt = weight[!missed] / sum(weight[!missed]), method = "ML")$cov
add("alpha_weighted", "value", psych::alpha(weighted, warnings = FALSE)$total$raw_alpha)
add("weighted_correlation", "t1_t2", cov2cor(weighted)[1, 2])

# --- F2: minimum residuals; lavaan's unweighted least squares minimises the same sum ---------
r <- cor(kept)
model <- "f =~ t1 + t2 + t3 + t4"
tight <- list(rel.tol = 1e-11, eval.max = 5000, iter.max = 5000)
# An optimiser's last digits depend on the machine: they are cut where they are no longer sure.
sure <- function(value, digits = 8) signif(as.numeric(value), digits)
fit <- cfa(model, sample.cov = r[own, own], sample.nobs = nrow(kept), std.lv = TRUE,
           estimator = "ULS", sample.cov.rescale = FALSE, control = tight)
add("loading", own, sure(lavInspect(fit, "std")$lambda))
add("loading_psych", own,
    sure(abs(fa(r[own, own], fm = "minres", n.obs = nrow(kept))$loadings[, 1]), 5))
add("omega", "value", sure(compRelSEM(fit, obs.var = FALSE)))
add("ave", "value", sure(AVE(fit)))
add("spearman_brown", "t1_t2", psych::alpha(r[c("t1", "t2"), c("t1", "t2")])$total$std.alpha)

# --- F3 --------------------------------------------------------------------------------------
both <- "trust =~ t1 + t2 + t3 + t4\nease =~ e1 + e2 + e3"
add("htmt", "value", htmt(both, sample.cov = r, htmt2 = FALSE)[2, 1])
add("htmt2", "value", htmt(both, sample.cov = r, htmt2 = TRUE)[2, 1])

# --- F4: yes/no item, matched on the sum of the trust items, each sum a stratum --------------
stratum <- rowSums(kept[, own])
group <- focal[!missed]
answer <- yes[!missed]
tables <- table(factor(group, levels = 0:1), factor(answer, levels = 1:0), stratum)
usable <- apply(tables, 3, function(t) all(rowSums(t) > 0))
test <- mantelhaen.test(tables[, , usable], correct = TRUE)
add("mantel_haenszel", c("alpha", "chi2", "p", "alpha_low", "alpha_high"),
    c(test$estimate, test$statistic, test$p.value, test$conf.int))
worked <- array(c(20, 12, 10, 18, 30, 22, 6, 12), c(2, 2, 2))
test <- mantelhaen.test(worked, correct = TRUE)
add("mantel_haenszel_worked", c("alpha", "chi2", "p", "alpha_low", "alpha_high"),
    c(test$estimate, test$statistic, test$p.value, test$conf.int))
uncorrected <- mantelhaen.test(tables[, , usable], correct = FALSE)
add("mantel_binary", c("chi2", "p"), c(uncorrected$statistic, uncorrected$p.value))

# --- F8: the rating t2, matched on the rest of trust -----------------------------------------
rest <- rowSums(kept[, c("t1", "t3", "t4")])
strata <- split(data.frame(y = kept$t2, group), rest)
strata <- Filter(function(s) length(unique(s$group)) == 2, strata)
of <- function(f) vapply(strata, f, numeric(1))
focal_n <- of(function(s) sum(s$group))
gap <- of(function(s) mean(s$y[s$group == 1]) - mean(s$y[s$group == 0]))
smd <- weighted.mean(gap, focal_n)
deviation <- sd(unlist(lapply(strata, function(s) s$y)))
distance <- sum(of(function(s) sum(s$y[s$group == 1]) - sum(s$group) * mean(s$y)))
variance <- sum(of(function(s) sum(s$group) * sum(1 - s$group) / nrow(s) * var(s$y)))
add("ordinal", c("smd", "effect", "chi2", "p"),
    c(smd, smd / deviation, distance^2 / variance,
      pchisq(distance^2 / variance, 1, lower.tail = FALSE)))

# --- Ordinal logistic models of t2 on the rest score and the group ----------------------------
y <- ordered(kept$t2)
z <- rest - mean(rest)
precise <- list(reltol = 1e-16, maxit = 5000)
models <- list(
  null = MASS::polr(y ~ 1, control = precise),
  rest = MASS::polr(y ~ z, control = precise),
  shift = MASS::polr(y ~ z + group, control = precise),
  both = MASS::polr(y ~ z + group + z:group, control = precise)
)
add("log_likelihood", names(models), sure(vapply(models, logLik, 0), 12))
add("slope", c("z", "group", "product"), sure(coef(models$both), 6))
add("threshold", seq_along(models$both$zeta), sure(models$both$zeta))

# --- F5: congruence of the two groups' loadings ----------------------------------------------
of_group <- function(g) {
  fit <- cfa(model, sample.cov = cor(kept[group == g, own]), sample.nobs = sum(group == g),
             std.lv = TRUE, estimator = "ULS", sample.cov.rescale = FALSE, control = tight)
  lavInspect(fit, "std")$lambda
}
add("congruence", "phi", sure(factor.congruence(of_group(0), of_group(1), digits = 16)))

out("constructs_figures.csv", do.call(rbind, figures))
