// Kaoto's own model, without its pictures.
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Ajv from 'ajv';
import { build } from 'esbuild';
import { parse } from 'yaml';

const LIB = './node_modules/@kaoto/kaoto/lib';
const CATALOGS = './node_modules/@kaoto/camel-catalog/dist/camel-catalog';
export const CATALOG = 'Camel Spring Boot 4.18.4';

const json = file => JSON.parse(fs.readFileSync(file));

/** Kaoto is written for a bundler: its model alone becomes one module that Node can read. */
async function model() {
  const outfile = path.resolve('build/kaoto-model.mjs');
  await build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    outfile,
    mainFields: ['module', 'main'],
    loader: { '.svg': 'text', '.png': 'empty', '.scss': 'empty', '.css': 'empty' },
    logLevel: 'error',
    banner: { js: "import { createRequire as c } from 'module'; const require = c(import.meta.url);" },
    stdin: {
      resolveDir: '.',
      contents: `
        export * from '${LIB}/models/camel/camel-resource-factory.js';
        export * from '${LIB}/models/visualization/flows/camel-catalog.service.js';
        export * from '${LIB}/dynamic-catalog/support/fetch-camel-catalog.js';`,
    },
  });
  // made when the module is loaded, used for XML routes only
  globalThis.DOMParser ??= class {};
  globalThis.XMLSerializer ??= class {};
  globalThis.fetch = async file => ({ url: file, json: async () => json(file), text: async () => fs.readFileSync(file, 'utf8') });
  return import(outfile);
}

async function catalog(kaoto) {
  const { fileName } = json(path.join(CATALOGS, 'index.json')).definitions.find(found => found.name === CATALOG);
  const indexFile = path.join(CATALOGS, fileName);
  const index = json(indexFile);
  const folder = path.dirname(indexFile);
  await kaoto.fetchCamelCatalog({ catalogIndex: index, relativeBasePath: folder });
  const schema = json(path.join(folder, index.schemas.camelYamlDsl.file));
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
}

/** Kaoto keeps a template and does not draw it. */
const mayStayUndrawn = entity => Object.keys(entity.toJSON()).every(key => key === 'routeTemplate');

const kaoto = await model();
const valid = await catalog(kaoto);
const isKnown = (kind, name) => Boolean(kaoto.CamelCatalogService.getComponent(kind, name));

function* problemsOf(node) {
  const { path: at, processorName: step, componentName: component } = node.data;
  if (!isKnown('processor', step) && !isKnown('entity', step)) {
    yield `${at}: unknown step ${step}`;
  }
  if (component && !isKnown('component', component)) {
    yield `${at}: unknown component ${component}`;
  }
  if (node.getNodeValidationText()) {
    yield `${at}: ${node.getNodeValidationText()}`;
  }
}

function* steps(node) {
  if (node.data.processorName && !node.data.isPlaceholder) {
    yield node;
  }
  for (const child of node.getChildren() ?? []) {
    yield* steps(child);
  }
}

/** How many nodes Kaoto makes of a file of routes, and what is wrong: it must draw every step and save the file unchanged. */
export async function check(file) {
  const source = fs.readFileSync(file, 'utf8');
  const content = parse(source);
  const problems = valid(content) ? [] : valid.errors.map(error => `${error.instancePath} ${error.message}`);
  const resource = kaoto.CamelResourceFactory.createCamelResource(source, { path: file });
  await resource.initialize();
  const undrawn = resource.getEntities().filter(entity => entity.type === 'nonVisualEntity' && !mayStayUndrawn(entity));
  undrawn.forEach(entity => problems.push(`not drawn: ${Object.keys(entity.toJSON())}`));
  const nodes = [];
  for (const entity of resource.getVisualEntities()) {
    nodes.push(...steps(await entity.toVizNode()));
  }
  nodes.forEach(node => problems.push(...problemsOf(node)));
  if (!isDeepStrictEqual(parse(await resource.toSourceCode()), content)) {
    problems.push('Kaoto would save other content (the order of entries, or an id that it adds)');
  }
  return { nodes: nodes.length, problems };
}
