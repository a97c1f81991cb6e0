/* Enhancement only: when a page comes back with errors, start reading at their summary. */
document.querySelector("[data-error-summary]")?.focus();
