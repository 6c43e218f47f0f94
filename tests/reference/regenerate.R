# Regenerates the reference figures that tests/stats compares with: R's `survey` package.
# Usage: Rscript tests/reference/regenerate.R [folder to write into, default: beside this file]
suppressPackageStartupMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}

# --- Synthetic customer answers: 1,500 respondents in 420 accounts --------------------------
set.seed(20260101, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
n <- 1500
account <- sample(420, n, replace = TRUE, prob = (1:420)^-0.4)
stratum <- sample(4, n, replace = TRUE, prob = c(4, 3, 2, 1))
touchpoint <- sample(6, n, replace = TRUE, prob = 6:1)
partner <- sample(12, n, replace = TRUE, prob = 1 / sqrt(1:12))
outcome <- sample(3, n, replace = TRUE, prob = c(8, 1.5, 1))
base <- round(exp(rnorm(n, 1, 0.5)), 3)
effect <- rnorm(420)[account]
score <- pmin(10, pmax(0, round(7.6 + effect + rnorm(n, 0, 1.7) - 1.5 * (outcome > 1))))
answered <- as.integer(runif(n) > 0.1)
cx <- data.frame(account, stratum, touchpoint, partner, outcome, base, score, answered)
out("cx.csv", cx)

population <- 40000
shares <- list(
  touchpoint = c(.20, .22, .18, .16, .14, .10),
  partner = c(12:1 + 4) / sum(12:1 + 4),
  outcome = c(.74, .15, .11)
)
totals <- do.call(rbind, lapply(names(shares), function(m) {
  data.frame(margin = m, level = seq_along(shares[[m]]), total = population * shares[[m]])
}))
out("cx_totals.csv", totals)

cx$y <- 100 * ((cx$score >= 9) - (cx$score <= 6))
for (v in c("touchpoint", "partner", "outcome")) cx[[v]] <- factor(cx[[v]])
cx$base_scaled <- cx$base * population / sum(cx$base)
names_of <- c("(Intercept)", paste0("touchpoint", 2:6), paste0("partner", 2:12),
              paste0("outcome", 2:3))
goal <- setNames(population * c(1, shares$touchpoint[-1], shares$partner[-1], shares$outcome[-1]),
                 names_of)
designs <- list(
  unstratified = svydesign(ids = ~account, weights = ~base_scaled, data = cx),
  stratified = svydesign(ids = ~account, strata = ~stratum, weights = ~base_scaled, data = cx,
                         nest = TRUE),
  persons = svydesign(ids = ~1, weights = ~base_scaled, data = cx)
)
functions <- list(
  linear = function(d) calibrate(d, ~touchpoint + partner + outcome, goal, calfun = "linear",
                                 epsilon = 1e-13, maxit = 200),
  raking = function(d) calibrate(d, ~touchpoint + partner + outcome, goal, calfun = "raking",
                                 epsilon = 1e-13, maxit = 200),
  logit = function(d) calibrate(d, ~touchpoint + partner + outcome, goal, calfun = "logit",
                                bounds = c(0.2, 5), epsilon = 1e-13, maxit = 200)
)
weights_table <- data.frame(row = seq_len(n))
figures <- list()
add <- function(design, method, item, grouping, level, estimate, se) {
  figures[[length(figures) + 1]] <<- data.frame(design, method, item, grouping, level,
                                                estimate = unname(estimate), se = unname(se))
}
describe <- function(d, design, method) {
  there <- subset(d, answered == 1)
  for (item in c("y", "score")) {
    f <- as.formula(paste0("~", item))
    total <- svymean(f, there)
    add(design, method, item, "all", 1, coef(total), SE(total))
    for (grouping in c("touchpoint", "partner")) {
      by <- svyby(f, as.formula(paste0("~", grouping)), there, svymean)
      add(design, method, item, grouping, as.integer(by[[grouping]]), coef(by), SE(by))
    }
  }
}
for (design in names(designs)) {
  describe(designs[[design]], design, "none")
  for (method in names(functions)) {
    calibrated <- functions[[method]](designs[[design]])
    if (design == "unstratified") weights_table[[method]] <- weights(calibrated)
    describe(calibrated, design, method)
  }
}
raked <- rake(designs$unstratified, list(~touchpoint, ~partner, ~outcome),
              lapply(names(shares), function(m) {
                setNames(data.frame(factor(seq_along(shares[[m]])), population * shares[[m]]),
                         c(m, "Freq"))
              }), control = list(maxit = 500, epsilon = 1e-9))
describe(raked, "unstratified", "rake")
out("cx_weights.csv", weights_table)
out("cx_figures.csv", do.call(rbind, figures))

# --- The California schools of the survey package: cluster sample, unequal weights -----------
data(api)
schools <- apiclus1[, c("dnum", "stype", "sch.wide", "pw", "api00", "api99")]
schools$stype <- as.integer(schools$stype)
schools$sch.wide <- as.integer(schools$sch.wide)
out("api.csv", schools)
d <- svydesign(ids = ~dnum, weights = ~pw, data = apiclus1)
g <- calibrate(d, ~stype + sch.wide,
               c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122),
               calfun = "raking", epsilon = 1e-13, maxit = 200)
m <- svymean(~api00, g)
by <- svyby(~api00, ~stype, g, svymean)
out("api_figures.csv", data.frame(level = 0:3, estimate = c(coef(m), coef(by)),
                                  se = c(SE(m), SE(by))))
