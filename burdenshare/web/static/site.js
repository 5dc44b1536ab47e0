// What the pages do in the browser; without it they still read.
