// Test-only. The packaged test app's entry: prelude first, then the product's own.
require('./prelude.cjs');
require('../dist-legacy/main/index.cjs');
