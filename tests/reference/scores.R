# Regenerates the reference figures that tests/stats/scores compares with: base R and `survey`.
# Usage: Rscript tests/reference/scores.R [folder to write into, default: beside this file]
suppressPackageStartupMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}
set.seed(20260102, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# --- Invented answers of 45 accounts: who answered in which role, with three items -----------
n <- 240
roles <- c("decision_maker", "influencer", "user", "gatekeeper")
account <- sample(45, n, replace = TRUE, prob = (1:45)^-0.5)
role <- sample(roles, n, replace = TRUE, prob = c(2, 2, 6, 1))
effect <- rnorm(45)[account]
item <- function(mean) pmin(10, pmax(1, round(mean + effect + rnorm(n, 0, 1.5))))
answers <- data.frame(account, role, score = pmin(10, pmax(0, round(7.8 + effect + rnorm(n, 0, 2)))),
                      satisfaction = item(8), expectation = item(7), ideal = item(7.5))
for (name in c("satisfaction", "expectation", "ideal")) {
  answers[[paste0(name, "_answered")]] <- as.integer(runif(n) > 0.2)
}
out("scores_answers.csv", answers)
revenue <- round(exp(rnorm(45, 4, 1.5)), 1)
out("scores_revenue.csv", data.frame(account = 1:45, revenue))

# --- Accounts: roles by aggregate, portfolios by svymean with weights and fpc ----------------
omega <- c(decision_maker = 0.5, influencer = 0.3, user = 0.2, gatekeeper = 0)
answers$points <- 100 * ((answers$score >= 9) - (answers$score <= 6))
cells <- aggregate(points ~ account + role, answers, mean)
cells$omega <- omega[cells$role]
heard <- aggregate(omega ~ account, cells, sum)
heard <- heard[heard$omega > 0, ]
total <- aggregate(I(points * omega) ~ account, cells, sum)
accounts <- merge(heard, total)
names(accounts) <- c("account", "coverage", "total")
accounts$score <- accounts$total / accounts$coverage
accounts <- accounts[order(accounts$account), ]
out("scores_accounts.csv", accounts[, c("account", "score", "coverage")])
accounts$revenue <- revenue[accounts$account]
accounts$equal <- 1
portfolio <- do.call(rbind, lapply(c("equal", "revenue"), function(weighting) {
  do.call(rbind, lapply(c(0, 120), function(population) {
    fpc <- if (population > 0) ~population else NULL
    data <- cbind(accounts, population)
    found <- svymean(~score, svydesign(ids = ~1, weights = as.formula(paste0("~", weighting)),
                                       fpc = fpc, data = data))
    data.frame(weighting, population, estimate = unname(coef(found)), se = as.numeric(SE(found)))
  }))
}))
out("scores_portfolio.csv", portfolio)

# --- The index: weighted.mean per respondent over the items answered -------------------------
weights <- c(0.3885, 0.3190, 0.2925)
x <- as.matrix(answers[c("satisfaction", "expectation", "ideal")])
x[as.matrix(answers[paste0(colnames(x), "_answered")]) == 0] <- NA
index <- apply(x, 1, function(v) {
  if (sum(!is.na(v)) < 2) NA else 100 * weighted.mean((v - 1) / 9, weights, na.rm = TRUE)
})
there <- subset(svydesign(ids = ~account, weights = ~1, data = cbind(answers, index)),
                !is.na(index))
found <- svymean(~index, there)
out("scores_index.csv", data.frame(n = sum(!is.na(index)), estimate = unname(coef(found)),
                                   se = as.numeric(SE(found))))
