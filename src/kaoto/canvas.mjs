// node canvas.mjs FOLDER FILE... : draws each file of routes on Kaoto's own canvas in headless Chromium; the pictures go to FOLDER
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { compile, Logger } from 'sass';
import { CATALOG, check } from './model.mjs';

const CATALOGS = path.resolve('node_modules/@kaoto/camel-catalog/dist/camel-catalog');
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const NODE = '[data-kind="node"]';

/** Style sheets name those of other packages with a tilde. */
const packages = {
  findFileUrl: url => (url.startsWith('~') ? pathToFileURL(path.resolve('node_modules', url.slice(1))) : null),
};

const sass = {
  name: 'sass',
  setup: building =>
    building.onLoad({ filter: /\.scss$/ }, ({ path: file }) => ({
      contents: compile(file, { importers: [packages], logger: Logger.silent }).css,
      loader: 'css',
    })),
};

async function bundle() {
  await build({
    bundle: true,
    format: 'esm',
    outfile: 'build/canvas.js',
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.jpg': 'dataurl', '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl' },
    plugins: [sass],
    logLevel: 'error',
    jsx: 'automatic',
    stdin: {
      resolveDir: '.',
      loader: 'jsx',
      contents: `
        import '@patternfly/react-core/dist/styles/base.css';
        import '@patternfly/patternfly/patternfly-addons.css';
        import { createRoot } from 'react-dom/client';
        import { RouteVisualization } from '@kaoto/kaoto/components';
        createRoot(document.getElementById('root')).render(
          <RouteVisualization catalogUrl="/catalog/index.json" runtimeCatalogName="${CATALOG}" testingCatalogName=""
            code={window.routes} codeChange={() => {}} />);`,
    },
  });
}

const page = routes => `<!doctype html><meta charset="utf-8">
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/canvas.css">
  <style>html, body, #root, .canvas-page, .canvas-surface { height: 100vh; margin: 0 }</style><div id="root"></div>
  <script>window.routes = ${JSON.stringify(routes).replaceAll('<', '\\u003c')}</script><script type="module" src="/canvas.js"></script>`;

function serve(files) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const routes = files.find(file => pathname === `/${path.basename(file)}`);
    const file = pathname.startsWith('/catalog/') ? path.join(CATALOGS, pathname.slice(9)) : path.join('build', pathname);
    if (routes) {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(page(fs.readFileSync(routes, 'utf8')));
    } else if (fs.existsSync(file)) {
      response.writeHead(200, { 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream' }).end(fs.readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  });
  return new Promise(done => server.listen(0, '127.0.0.1', () => done(server)));
}

/** The drawing is done when its nodes no longer move. */
async function settled(tab) {
  const places = () => tab.locator(NODE).evaluateAll(nodes => JSON.stringify(nodes.map(node => node.getBoundingClientRect())));
  for (let before = ''; ; ) {
    await tab.waitForTimeout(500);
    const now = await places();
    if (now === before) {
      return;
    }
    before = now;
  }
}

async function draw(tab, url, file, folder) {
  const complaints = [];
  const listen = error => complaints.push(error.message);
  tab.on('pageerror', listen);
  const { nodes } = await check(file);
  await tab.goto(`${url}/${path.basename(file)}`);
  await tab.waitForFunction(([node, count]) => document.querySelectorAll(node).length >= count, [NODE, nodes], { timeout: 60_000 });
  await settled(tab);
  await tab.screenshot({ path: path.join(folder, `${path.basename(file, '.camel.yaml')}.png`) });
  tab.off('pageerror', listen);
  return complaints;
}

const [folder, ...files] = process.argv.slice(2);
fs.mkdirSync(folder, { recursive: true });
await bundle();
const server = await serve(files);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
try {
  const tab = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  for (const file of files) {
    const complaints = await draw(tab, `http://127.0.0.1:${server.address().port}`, file, folder).catch(error => [error.message.split('\n')[0]]);
    console.log(`${complaints.length ? 'BAD' : 'ok '} ${path.basename(file)} is drawn`);
    complaints.forEach(complaint => console.log(`    ${complaint}`));
    process.exitCode ||= complaints.length ? 1 : 0;
  }
} finally {
  await browser.close();
  server.close();
}
