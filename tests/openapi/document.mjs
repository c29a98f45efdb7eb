// Reads schema/openapi.yaml, resolves its references, finds the operation of a path, and lints the document itself.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'yaml';

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
// What the framing gate may answer before any route is looked at.
const FRAMING_STATUSES = ['400', '408', '411', '413', '421', '429', '500', '503'];

export const defaultPath = fileURLToPath(new URL('../../schema/openapi.yaml', import.meta.url));

// Ajv knows each schema of the document by its name; the document itself is not a JSON schema.
function named(schema) {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === '$ref' ? value.replace('#/components/schemas/', '') : value)));
}

export class Document {
  constructor(text) {
    this.root = parse(text);
    this.ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
    for (const [name, schema] of Object.entries(this.root.components.schemas)) this.ajv.addSchema(named(schema), name);
    this.validators = new Map();
    this.routes = Object.keys(this.root.paths).map((template) => ({ template, segments: template.split('/') }));
    this.problems = new Map();
    for (const [name, response] of Object.entries(this.root.components.responses)) {
      const status = response.content?.['application/problem+json']?.schema?.allOf?.[1]?.properties?.status?.const;
      if (status !== undefined && !name.startsWith('Page')) this.problems.set(String(status), response);
    }
  }

  static load(path = defaultPath) {
    return new Document(readFileSync(path, 'utf8'));
  }

  resolve(value) {
    return value?.$ref === undefined ? value : this.resolve(this.at(value.$ref));
  }

  at(reference) {
    if (!reference.startsWith('#/')) throw new Error(`not a local reference: ${reference}`);
    let value = this.root;
    for (const part of reference.slice(2).split('/')) {
      value = value?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    if (value === undefined) throw new Error(`reference leads nowhere: ${reference}`);
    return value;
  }

  // The validator of a schema anywhere in the document; compiled once.
  validator(schema) {
    if (!this.validators.has(schema)) this.validators.set(schema, this.ajv.compile(named(schema)));
    return this.validators.get(schema);
  }

  // The path template of a path without its query; fixed segments win over parameters.
  template(path) {
    const segments = path.split('/');
    const fits = this.routes.filter(
      ({ segments: own }) =>
        own.length === segments.length && own.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index])),
    );
    fits.sort((a, b) => a.template.split('{').length - b.template.split('{').length);
    return fits[0]?.template;
  }

  // What a method and path may be answered with: { name, operation?, responses: status -> response }.
  expectation(method, path) {
    const template = this.template(path.split('?')[0]);
    const item = template === undefined ? undefined : this.root.paths[template];
    const verb = method.toLowerCase();
    const operation = item?.[verb] ?? (verb === 'head' ? item?.get : undefined);
    if (operation !== undefined) {
      return { name: `${method} ${template}`, operation, responses: operation.responses };
    }
    const own = template === undefined ? '404' : '405';
    const responses = Object.fromEntries([own, ...FRAMING_STATUSES].map((status) => [status, this.problems.get(status)]));
    if (template === undefined) {
      // A person who mistyped an address gets a page instead of the problem.
      responses['404'] = { ...responses['404'], content: { ...responses['404'].content, 'text/html': { schema: { type: 'string' } } } };
    }
    return { name: `${method} ${template ?? '(no such path)'}`, responses };
  }
}

// Every sentence is one fault of the document.
export function lint(document) {
  const faults = [];
  walk(document.root, '#', (value, place) => {
    if (typeof value.$ref === 'string') {
      try {
        document.at(value.$ref);
      } catch (error) {
        faults.push(`${place}: ${error.message}`);
      }
    }
    if (value.type === 'object' && value.properties && !Array.isArray(value.required)) {
      faults.push(`${place}: an object schema must list what is required`);
    }
    if (value.type === 'object' && value.properties && value.additionalProperties !== false && !place.includes('/openapi.json/')) {
      faults.push(`${place}: an object schema must refuse additional properties`);
    }
  });
  const ids = new Set();
  for (const [template, item] of Object.entries(document.root.paths)) {
    for (const method of METHODS.filter((verb) => item[verb])) {
      faults.push(...lintOperation(document, `${method.toUpperCase()} ${template}`, template, item[method], ids));
    }
  }
  for (const [name, schema] of Object.entries(document.root.components.schemas)) {
    try {
      document.validator(schema);
    } catch (error) {
      faults.push(`schema ${name}: ${error.message}`);
    }
  }
  return faults;
}

function lintOperation(document, name, template, operation, ids) {
  const faults = [];
  if (!operation.operationId) faults.push(`${name}: has no operationId`);
  else if (ids.has(operation.operationId)) faults.push(`${name}: operationId ${operation.operationId} is used twice`);
  ids.add(operation.operationId);
  const statuses = Object.keys(operation.responses ?? {});
  if (!operation.summary) faults.push(`${name}: has no summary`);
  if (!operation.security) faults.push(`${name}: does not say who may call it`);
  if (!statuses.some((status) => /^[23]/.test(status))) faults.push(`${name}: documents no success`);
  if (!statuses.some((status) => /^4/.test(status))) faults.push(`${name}: documents no 4xx`);
  if (operation.security?.length && !statuses.includes('401') && !statuses.includes('404')) {
    faults.push(`${name}: needs a sign-in but documents neither 401 nor 404`);
  }
  for (const status of statuses) {
    const response = resolveOrNothing(document, operation.responses[status]);
    if (!response) continue;
    if (!response.description) faults.push(`${name} ${status}: has no description`);
    if (!response.headers) faults.push(`${name} ${status}: documents no headers`);
  }
  const declared = (operation.parameters ?? []).map((parameter) => resolveOrNothing(document, parameter)).filter(Boolean);
  const inPath = [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
  for (const parameter of inPath) {
    if (!declared.some((one) => one.in === 'path' && one.name === parameter && one.required === true)) {
      faults.push(`${name}: path parameter ${parameter} is not declared`);
    }
  }
  return faults;
}

function resolveOrNothing(document, value) {
  try {
    return document.resolve(value);
  } catch {
    return undefined; // the walk over all references has said so
  }
}

function walk(value, place, visit) {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) visit(value, place);
  for (const [key, child] of Object.entries(value)) {
    walk(child, `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, visit);
  }
}
