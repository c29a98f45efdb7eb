# Makes exact_tests_table.tsv, what the exact tests are held against:
#     Rscript tests/domain/exact_tests_table.R > tests/domain/exact_tests_table.tsv
# Only base R (Debian: r-base-core). The central two-sided p-value is twice the smaller tail, at most 1.

options(digits = 15)
central <- function(low, high) min(1, 2 * min(low, high))
line <- function(...) cat(paste(c(...), collapse = "\t"), "\n", sep = "")
text <- function(value) formatC(value, digits = 12, format = "e")

line("# made by exact_tests_table.R with", R.version.string)

shares <- list(c(3, 30, 4, 1700), c(5, 30, 56, 1700), c(0, 30, 12, 1680), c(12, 210, 40, 1650), c(21, 220, 56, 1700),
               c(4, 8, 4, 8), c(1, 24, 5, 25), c(9, 90, 0, 1500), c(30, 30, 7, 900), c(2, 40, 400, 2100),
               c(140, 2000, 1000, 16000), c(700, 21000, 5200, 168000), c(60, 300, 250, 2400), c(7, 33, 100, 260))
for (s in shares) {
    table <- matrix(c(s[1], s[2] - s[1], s[3], s[4] - s[3]), 2)
    high <- fisher.test(table, alternative = "greater")$p.value
    low <- fisher.test(table, alternative = "less")$p.value
    line("fisher", s, text(high), text(central(low, high)))
}

rates <- list(c(3, 2, 0.125), c(8, 30, 0.125), c(0, 5, 0.05), c(21, 56, 0.125), c(10, 0, 0.3), c(40, 300, 0.14), c(500, 3600, 0.125))
for (s in rates) {
    counts <- c(s[1], s[2])
    exposure <- c(s[3], 1)
    high <- poisson.test(counts, exposure, alternative = "greater")$p.value
    low <- poisson.test(counts, exposure, alternative = "less")$p.value
    line("rate", s, text(high), text(central(low, high)))
}

binomials <- list(c(3, 40, 0.1), c(0, 30, 0.05), c(30, 30, 0.9), c(25, 400, 0.1), c(61, 400, 0.1), c(12, 120, 0.1))
for (s in binomials) {
    high <- binom.test(s[1], s[2], s[3], alternative = "greater")$p.value
    low <- binom.test(s[1], s[2], s[3], alternative = "less")$p.value
    limits <- binom.test(s[1], s[2], s[3])$conf.int
    line("binomial", s, text(central(low, high)), text(limits[1]), text(limits[2]))
}

for (count in c(0, 1, 3, 10, 47, 300)) {
    limits <- poisson.test(count)$conf.int
    line("poisson", count, text(limits[1]), text(limits[2]))
}

# The beta-binomial tail by plain summation: x, N, B, M, over-dispersion, days of the window.
varied <- list(c(3, 30, 20, 1700, 0.15, 1), c(5, 30, 56, 1700, 0.5, 1), c(21, 220, 56, 1700, 0.15, 7), c(60, 300, 250, 2400, 0.5, 6.4))
for (s in varied) {
    total <- s[1] + s[3]
    a <- s[6] / s[5]
    b <- a * s[4] / s[2]
    k <- s[1]:total
    line("varied", s, text(sum(exp(lchoose(total, k) + lbeta(k + a, total - k + b) - lbeta(a, b)))))
}

# p.adjust(method = "BH"): the number of tests, then the p-values, a bar, and the adjusted ones.
adjusted <- function(p, n) line("adjust", n, text(p), "|", text(p.adjust(p, "BH", n)))
adjusted(c(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1), 15)
adjusted(c(0.9, 0.003, 0.003, 0.04, 0.0002), 82)
adjusted(c(0.02), 1)

# Mid-p tails of the hypergeometric distribution: half of the count itself and all that lies beyond.
mid_tails <- function(counts, n, marked, m) {
    half <- dhyper(counts, marked, n + m - marked, n) / 2
    list(lower = phyper(counts, marked, n + m - marked, n) - half,
         upper = phyper(counts - 1, marked, n + m - marked, n, lower.tail = FALSE) - half)
}

# Central mid-p limits: x, N, B, M, then for tails of 0.001 and 0.025 the smallest and the largest count that is not outside:
# the first whose lower tail, and the last whose upper tail, is above the limit.
funnel <- function(x, n, b, m, tail) {
    marked <- x + b
    counts <- max(0, marked - m):min(marked, n)
    tails <- mid_tails(counts, n, marked, m)
    c(min(counts[tails$lower > tail]), max(counts[tails$upper > tail]))
}
districts <- list(c(34, 200, 60, 1000), c(12, 200, 60, 1000), c(0, 30, 9, 900), c(30, 30, 12, 900), c(1, 31, 0, 400),
                  c(90, 210, 1100, 2500), c(3, 2730, 40, 540000), c(330, 2730, 66000, 540000), c(5, 5, 5, 5),
                  c(700, 1300, 30, 60), c(0, 200, 0, 1000), c(200, 200, 1000, 1000), c(2690, 2730, 539000, 540000))
for (s in districts) {
    line("funnel", s, funnel(s[1], s[2], s[3], s[4], 0.001), funnel(s[1], s[2], s[3], s[4], 0.025))
}

# The two-sided mid-p of each of these: x, N, B, M, p.
for (s in c(shares, districts)) {
    tails <- mid_tails(s[1], s[2], s[1] + s[3], s[4])
    line("midp", s, text(central(tails$lower, tails$upper)))
}
