// Pages without scripts of their own say that they are whole.
document.documentElement.dataset.ready = "yes";
