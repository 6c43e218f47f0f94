# Regenerates the reference figures of stats/careless with base R: mahalanobis and pbeta, rle, sd,
# cor, median, chisq.test, and a plain double loop for the most similar other respondent.
# Usage: Rscript tests/reference/careless.R [folder to write into, default: beside this file]
options(digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- if (length(arguments)) arguments[1] else dirname(normalizePath(script))
out <- function(name, table) {
  write.csv(format(table, digits = 17, trim = TRUE, scientific = FALSE),
            file.path(target, name), row.names = FALSE, quote = FALSE)
}
set.seed(20260303, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# --- 90 respondents, 12 items of 4 scales on 1 to 7, some items left out (0), 5 page times ------
n <- 90
trait <- matrix(rnorm(n * 4), n)
answers <- pmin(7, pmax(1, round(4 + 1.2 * trait[, rep(1:4, each = 3)] + rnorm(n * 12, 0, 0.9))))
answers <- matrix(answers, n)
answers[1, ] <- 6
answers[2, 1:7] <- 3
left_out <- matrix(runif(n * 12) < 0.03, n)
seconds <- round(matrix(exp(rnorm(n * 5, log(12), 0.5)), n), 2)
seconds[3, ] <- 2.5
given <- ifelse(left_out, 0, answers)
colnames(given) <- paste0("item", 1:12)
colnames(seconds) <- paste0("page", 1:5)
out("careless_answers.csv", data.frame(given, seconds))

answers[left_out] <- NA
complete <- complete.cases(answers)
x <- answers[complete, ]
m <- nrow(x)
k <- ncol(x)
squared <- rep(-1, n)
p <- rep(-1, n)
squared[complete] <- mahalanobis(x, colMeans(x), cov(x))
p[complete] <- pbeta(m * squared[complete] / (m - 1)^2, k / 2, (m - k - 1) / 2, lower.tail = FALSE)
# Items left out end a run: each gets a value of its own.
runs <- apply(answers, 1, function(a) {
  a[is.na(a)] <- -seq_len(sum(is.na(a)))
  r <- rle(a)
  max(r$lengths[r$values > 0])
})
halves <- function(a, which) {
  sapply(1:4, function(s) mean(a[3 * (s - 1) + which], na.rm = TRUE))
}
consistency <- apply(answers, 1, function(a) {
  odd <- halves(a, c(1, 3))
  even <- halves(a, 2)
  both <- !is.nan(odd) & !is.nan(even)
  if (sum(both) < 3 || sd(odd[both]) == 0 || sd(even[both]) == 0) return(-2)
  r <- cor(odd[both], even[both])
  if (r > 0) 2 * r / (1 + r) else r
})
medians <- apply(seconds, 2, median)
out("careless_indices.csv", data.frame(
  squared, p, run = runs, deviation = apply(answers, 1, sd, na.rm = TRUE), consistency,
  speed = apply(seconds, 1, function(t) mean(pmin(medians / t, 3)))))

# --- 30 respondents, 60 items on 1 to 5: the most similar other ---------------------------------
long <- matrix(sample(5, 30 * 60, replace = TRUE), 30)
long[4, ] <- long[11, ]
long[4, 1:6] <- long[4, 1:6] %% 5 + 1
colnames(long) <- paste0("item", 1:60)
match <- sapply(1:30, function(i) max(sapply(setdiff(1:30, i), function(j) mean(long[i, ] == long[j, ]))))
out("careless_match.csv", data.frame(long, match))

# --- Picks by displayed position ----------------------------------------------------------------
even <- chisq.test(c(61, 44, 40, 31, 34))
# Lists of three, four and five options: mean and covariance of every single pick, summed.
lists <- rep(c(3, 4, 5), c(30, 90, 90))
picks <- c(70, 52, 41, 33, 14)
means <- t(sapply(lists, function(l) as.numeric(1:5 <= l) / l))
spread <- Reduce(`+`, lapply(seq_along(lists), function(i) diag(means[i, ]) - tcrossprod(means[i, ])))
apart <- (picks - colSums(means))[-1]
uneven <- list(statistic = sum(apart * solve(spread[-1, -1], apart)))
uneven$p.value <- pchisq(uneven$statistic, 4, lower.tail = FALSE)
out("careless_primacy.csv", data.frame(shown = c("even", "uneven"),
                                       chi2 = c(even$statistic, uneven$statistic),
                                       p = c(even$p.value, uneven$p.value)))
