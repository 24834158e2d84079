// Starts this page. Loaded by the page's HTML file and by nothing else.
export {};
