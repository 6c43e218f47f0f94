# Regenerates the figures of drivers: LMG by lm over all orders, Johnson's weights, VIF, penalties.
# Usage: Rscript drivers.R [folder to write into, default: beside this file]
suppressPackageStartupMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}

# --- 600 respondents of 150 accounts rate five correlated drivers from 1 to 7 ------------------
set.seed(20260202, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
n <- 600
account <- sample(150, n, replace = TRUE)
halo <- rnorm(n) + rnorm(150, 0, 0.5)[account]
rate <- function(shift) pmin(7, pmax(1, round(4.5 + shift + halo + rnorm(n, 0, 1.1))))
ratings <- data.frame(delivery = rate(0.3), advice = rate(0), price = rate(-0.6),
                      service = rate(0.2), product = rate(0.8))
weight <- round(exp(rnorm(n, 0, 0.4)), 3)
liked <- with(ratings, 0.5 * delivery + 0.3 * advice + 0.2 * service - 1.5 * (price <= 3) +
                0.8 * (product >= 6)) + rnorm(n, 0, 1.2)
rows <- data.frame(account, weight, ratings, outcome = round(liked, 4))
out("drivers_rows.csv", rows)

# --- R² divided: every order of entry, one weighted regression per subset ----------------------
permutations <- function(v) {
  if (length(v) < 2) return(list(v))
  do.call(c, lapply(seq_along(v), function(i) lapply(permutations(v[-i]), function(p) c(v[i], p))))
}
# lm looks its weights up where the formula was made.
r2_of <- function(data, y, names, w) {
  formula <- reformulate(names, y)
  environment(formula) <- list2env(list(w = w))
  summary(lm(formula, data = data, weights = w))$r.squared
}
lmg <- function(data, y, names, w) {
  known <- new.env()
  r2 <- function(s) {
    key <- paste(sort(s), collapse = "+")
    if (!nzchar(key)) return(0)
    if (is.null(known[[key]])) known[[key]] <- r2_of(data, y, sort(s), w)
    known[[key]]
  }
  orders <- permutations(names)
  sums <- setNames(numeric(length(names)), names)
  for (o in orders) for (i in seq_along(o)) {
    sums[o[i]] <- sums[o[i]] + r2(o[seq_len(i)]) - r2(o[seq_len(i - 1)])
  }
  sums / length(orders)
}
johnson <- function(data, y, names, w) {
  r <- cov.wt(data[, c(names, y)], wt = w, cor = TRUE)$cor
  e <- eigen(r[names, names], symmetric = TRUE)
  root <- e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors)
  beta <- solve(root, r[names, y])
  as.vector(root^2 %*% beta^2)
}
vif <- function(data, names, w) sapply(names, function(v) {
  1 / (1 - r2_of(data, v, setdiff(names, v), w))
})
divided <- function(set, data, y, names, w) {
  r <- cov.wt(data[, c(names, y)], wt = w, cor = TRUE)$cor
  data.frame(set, driver = names, with_outcome = r[names, y], lmg = lmg(data, y, names, w),
             johnson = johnson(data, y, names, w), vif = vif(data, names, w),
             r2 = r2_of(data, y, names, w))
}
names_of <- names(ratings)
swiss_names <- setdiff(names(swiss), "Fertility")
out("drivers_swiss.csv", swiss)
out("drivers_shares.csv", rbind(
  divided("weighted", rows, "outcome", names_of, rows$weight),
  divided("swiss", swiss, "Fertility", swiss_names, rep(1, nrow(swiss)))
))

# --- Penalty and reward: svyglm with accounts as clusters -------------------------------------
marked <- rows
for (v in names_of) {
  marked[[paste0(v, "_low")]] <- as.integer(rows[[v]] <= 3)
  marked[[paste0(v, "_high")]] <- as.integer(rows[[v]] >= 6)
}
terms <- as.vector(rbind(paste0(names_of, "_low"), paste0(names_of, "_high")))
fit <- svyglm(reformulate(terms, "outcome"), svydesign(ids = ~account, weights = ~weight,
                                                        data = marked))
s <- summary(fit)$coefficients[terms, ]
out("drivers_penalties.csv", data.frame(term = terms, estimate = s[, 1], se = s[, 2],
                                         p_value = s[, 4], df = fit$df.residual))
