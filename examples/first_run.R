# A first run, read in R: outcome, digest, the national table, and workers on strike with the dates of the world.
#
#   Rscript first_run.R RUN
#
# RUN is the directory of a run; without it the script runs one-town with the program `tauride` (or the one that the
# environment variable TAURIDE names) into runs/r-first-run. Parquet is read with nanoparquet or arrow where one of them is
# installed, and CSV as `tauride csv RUN` writes it otherwise, with base R alone.
# Every number of one-town is assumed: the figures are the model's answers, not findings about history.

program <- Sys.getenv("TAURIDE", "tauride")
small <- Sys.getenv("TAURIDE_BUDGET") == "small"
given <- commandArgs(trailingOnly = TRUE)
run <- if (length(given) > 0) given[1] else file.path("runs", "r-first-run")

call_program <- function(...) {
  status <- system2(program, shQuote(c(...)), stdout = FALSE)
  if (status != 0) stop("`", program, " ", paste(..., sep = " "), "` ended with status ", status, call. = FALSE)
}

if (!file.exists(file.path(run, "manifest.json"))) {
  if (length(given) > 0) stop("there is no run in ", run, call. = FALSE)
  call_program("run", "one-town", "--seed", "1", "--scale", if (small) "1:10" else "1:1", "--out", run, "--quiet")
}

# A table by its name: from Parquet where a package reads it, else from CSV.
csv_of <- function(name) {
  places <- file.path(run, c("csv", "."), paste0(name, ".csv"))
  found <- places[file.exists(places)]
  if (length(found) == 0) {
    call_program("csv", run)
    found <- places[file.exists(places)]
  }
  found[1]
}
read_table <- function(name) {
  parquet <- file.path(run, paste0(name, ".parquet"))
  if (file.exists(parquet) && requireNamespace("nanoparquet", quietly = TRUE)) {
    table <- as.data.frame(nanoparquet::read_parquet(parquet))
  } else if (file.exists(parquet) && requireNamespace("arrow", quietly = TRUE)) {
    table <- as.data.frame(arrow::read_parquet(parquet))
  } else {
    table <- read.csv(csv_of(name), na.strings = "", stringsAsFactors = FALSE)
  }
  days <- grep("(^|_)date(_local)?$", names(table), value = TRUE)
  table[days] <- lapply(table[days], as.Date)
  table
}

# One text of manifest.json by its key; jsonlite is not needed for this.
manifest <- paste(readLines(file.path(run, "manifest.json"), warn = FALSE), collapse = " ")
text_of <- function(key) sub(paste0('.*"', key, '"\\s*:\\s*"([^"]*)".*'), "\\1", manifest)
title <- text_of("title")
outcome <- sub('.*"outcome"\\s*:\\s*\\{[^}]*"kind"\\s*:\\s*"([^"]*)".*', "\\1", manifest)
cat("scenario:", title, "\noutcome: ", outcome, "\ndigest:  ", text_of("digest"), "\n")

national <- read_table("national")
national <- national[national$scope == "national", ]
cat(nrow(national), "days,", format(max(national$strikers), big.mark = ","), "workers on strike at most,",
    format(max(national$refusing), big.mark = ","), "soldiers who refuse orders at most\n")
print(head(national[c("date_local", "strikers", "refusing", "dead", "grievance", "trust")]), row.names = FALSE)

# The dates of the world: "key": { "date": "1917-03-10", "date_local": "1917-02-25" } for those that came.
pattern <- '"([a-z_]+)"\\s*:\\s*\\{\\s*"date"\\s*:\\s*"[0-9-]+",\\s*"date_local"\\s*:\\s*"([0-9-]+)"\\s*\\}'
hits <- regmatches(manifest, gregexpr(pattern, manifest))[[1]]
came <- data.frame(what = sub(pattern, "\\1", hits), day = as.Date(sub(pattern, "\\2", hits)))
came <- came[order(came$day), ]
print(came, row.names = FALSE)

# What the record says beside the world, where the scenario has a record (one-town has none).
observations <- read_table("observations")
cat(nrow(observations), "observations of the record,", sum(!is.na(observations$simulated)), "of which this world answers\n")

picture <- file.path(run, "strikers.pdf")
pdf(picture, width = 9, height = 4)
span <- c(min(national$date_local), if (nrow(came) > 0) max(came$day) + 30 else max(national$date_local))
plot(national$date_local, national$strikers, type = "l", xlim = span, xlab = "day of 1917 (Old Style)", ylab = "workers on strike (persons)",
     main = paste0(title, ": the model's answer"))
abline(v = came$day, col = "grey70")
if (nrow(came) > 0) {
  text(came$day, max(national$strikers) * seq(1, 0.4, length.out = nrow(came)), came$what, pos = 4, cex = 0.7)
}
invisible(dev.off())
cat("picture: ", picture, "\n")
