# Regenerates the reference figures of stats/response: R-indicators and their partials written out
# after the formulas of the RISQ tools (de Heij, Schouten & Shlomo 2015), t tests, the weighted
# regression of wave means, chi-square. Base R only.
# Usage: Rscript tests/reference/response.R [folder to write into, default: beside this file]
options(digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}

# --- A sample of 900 units with unequal inclusion weights and two frame variables ------------
set.seed(20260202, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
n <- 900
region <- sample(4, n, replace = TRUE, prob = 4:1)
size <- sample(3, n, replace = TRUE, prob = c(3, 2, 1))
weight <- round(exp(rnorm(n, 1, 0.4)), 3)
responded <- as.integer(runif(n) < plogis(c(0.2, -0.3, -0.6, 0.1)[region] + c(0.3, 0, -0.7)[size]))
fit <- glm(responded ~ factor(region) + factor(size), family = binomial,
           control = glm.control(epsilon = 1e-15, maxit = 100))
propensity <- round(fitted(fit), 12)
out("response_frame.csv", data.frame(region, size, weight, responded, propensity))

figures <- list()
add <- function(name, value) figures[[length(figures) + 1]] <<- data.frame(name, value = unname(value))

describe <- function(label, rho, d) {
  mean_rho <- weighted.mean(rho, d)
  s <- sqrt(sum(d * (rho - mean_rho)^2) / (sum(d) - 1))
  add(paste0(label, "_mean"), mean_rho)
  add(paste0(label, "_spread"), s)
  add(paste0(label, "_r"), 1 - 2 * s)
  add(paste0(label, "_cv"), s / mean_rho)
}
describe("plain", propensity, rep(1, n))
describe("weighted", propensity, weight)

partials <- list()
partial <- function(variable, own, other) {
  d <- weight
  mean_rho <- weighted.mean(propensity, d)
  by <- aggregate(data.frame(n = d, p = d * propensity), list(category = own), sum)
  pu <- sqrt(by$n / sum(d)) * (by$p / by$n - mean_rho)
  others <- ave(d * propensity, other, FUN = sum) / ave(d, other, FUN = sum)
  within <- aggregate(d / sum(d) * (propensity - others)^2, list(category = own), sum)$x
  partials[[length(partials) + 1]] <<- data.frame(
    variable, category = c(0, by$category), unconditional = c(sqrt(sum(pu^2)), pu),
    conditional = c(sqrt(sum(within)), sqrt(within)))
}
partial("region", region, size)
partial("size", size, region)
out("response_partials.csv", do.call(rbind, partials))

# --- Response rates by stratum: error of R by the delta method with the model's own matrices -
people <- c(120, 300, 80, 200)
answers <- c(70, 90, 30, 110)
stratum <- factor(rep(seq_along(people), people))
y <- unlist(Map(function(p, a) rep(1:0, c(a, p - a)), people, answers))
saturated <- glm(y ~ stratum, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
rho <- fitted(saturated)
sigma <- vcov(saturated)
z <- model.matrix(saturated) * (rho * (1 - rho))
joint <- cov.wt(cbind(rho, z), method = "ML")$cov
a <- joint[-1, 1]
b <- joint[-1, -1]
ml <- joint[1, 1]
second <- b %*% sigma
add("strata_r", 1 - 2 * sd(rho))
add("strata_se", sqrt((4 * t(a) %*% sigma %*% a + 2 * sum(diag(second %*% second))) / ml))

# --- Late and early respondents ----------------------------------------------------------------
early <- pmin(10, pmax(0, round(rnorm(60, 8, 1.6))))
late <- pmin(10, pmax(0, round(rnorm(45, 7.3, 2.2))))
out("response_arrivals.csv", data.frame(late = rep(0:1, c(60, 45)), score = c(early, late)))
test <- t.test(late, early)
add("welch_difference", mean(late) - mean(early))
add("welch_se", test$stderr)
add("welch_df", test$parameter)
add("welch_t", test$statistic)
add("welch_p", test$p.value)
add("welch_low", test$conf.int[1])
add("welch_high", test$conf.int[2])
pooled <- sqrt(t.test(late, early, var.equal = TRUE)$stderr^2 / (1 / 60 + 1 / 45))
g <- (mean(late) - mean(early)) / pooled
half <- qnorm(.975) * sqrt(105 / (60 * 45) + g^2 / 210)
add("standardised", g)
add("standardised_low", g - half)
add("standardised_high", g + half)

# --- Extrapolation over waves: weighted least squares by lm -------------------------------------
count <- c(210, 140, 60, 33)
mean_y <- c(8.12, 7.81, 7.77, 7.02)
invited <- 1300
share <- sum(count) / invited
midpoint <- (cumsum(count) - count / 2) / invited
line <- lm(mean_y ~ midpoint, weights = count)
predicted <- predict(line, data.frame(midpoint = (1 + share) / 2))
observed <- weighted.mean(mean_y, count)
add("wave_slope", coef(line)[2])
add("wave_predicted", predicted)
add("wave_trend", share * observed + (1 - share) * predicted)
add("wave_last", share * observed + (1 - share) * mean_y[4])

# --- Composition against the frame ------------------------------------------------------------
composition <- chisq.test(c(212, 90, 61, 37), p = c(.45, .25, .2, .1))
add("composition_chi2", composition$statistic)
add("composition_p", composition$p.value)
out("response_figures.csv", do.call(rbind, figures))
