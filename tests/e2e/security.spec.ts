import { expect, test } from './fixtures.ts';

test('the page has nothing of Node and one door to the core @securityTest page-has-no-node', async ({
  launch,
  host,
}) => {
  const { page } = await launch();
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
  const door = await page.evaluate(() => Object.keys((window as { desktop?: object }).desktop ?? {}));
  expect(door).toEqual(host.kind === 'chromium' ? [] : ['connect']);
});

test('an injected script does not run @securityTest csp-blocks-inline', async ({ launch }) => {
  const { page } = await launch();
  const outcome = await page.evaluate(async () => {
    const violation = new Promise<string>((resolve) => {
      setTimeout(() => resolve('nothing was refused'), 3_000);
      document.addEventListener('securitypolicyviolation', (event) => {
        if (event.blockedURI === 'inline') resolve(event.effectiveDirective.replace('-elem', ''));
      });
    });
    const script = document.createElement('script');
    script.textContent = 'window.wasInjected = true;';
    document.head.append(script);
    return { directive: await violation, ran: 'wasInjected' in window };
  });
  expect(outcome).toEqual({ directive: 'script-src', ran: false });
});

test('a script, an image and a request from elsewhere are refused @securityTest csp-blocks-foreign', async ({
  launch,
}) => {
  const { page } = await launch();
  const directives = await page.evaluate(async () => {
    const seen = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => {
      // Directives got finer names with time; a refused eval (a library asking whether it may) is not what is looked for.
      if (event.blockedURI !== 'eval') seen.add(event.effectiveDirective.replace('-elem', ''));
    });
    const script = document.createElement('script');
    script.src = 'https://example.com/x.js';
    const image = document.createElement('img');
    image.src = 'https://example.com/x.png';
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(script, image, frame);
    await fetch('https://example.com/').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [...seen].sort();
  });
  expect(directives).toEqual(['connect-src', 'frame-src', 'img-src', 'script-src']);
});
