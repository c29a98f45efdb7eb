// Checks one recorded exchange against the document.

// Every sentence is one way in which the exchange differs from the document; none when it is as documented.
export function check(document, exchange) {
  const expectation = document.expectation(exchange.method, exchange.path);
  const documented = expectation.responses[String(exchange.status)];
  if (documented === undefined) {
    return [`status ${exchange.status} is not documented; documented: ${Object.keys(expectation.responses).join(', ')}`];
  }
  const response = document.resolve(documented);
  return [
    ...checkHeaders(document, response, exchange),
    ...checkBody(document, response, exchange),
    ...checkRequest(document, expectation.operation, exchange),
  ];
}

export function nameOf(document, exchange) {
  return `${exchange.method} ${exchange.path} ${exchange.status} (${document.expectation(exchange.method, exchange.path).name})`;
}

function headerOf(exchange, name) {
  const value = exchange.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
}

function explain(validate) {
  return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`).join('; ');
}

function checkHeaders(document, response, exchange) {
  const faults = [];
  for (const [name, documented] of Object.entries(response.headers ?? {})) {
    const header = document.resolve(documented);
    const value = headerOf(exchange, name);
    if (value === undefined) {
      if (header.required) faults.push(`header ${name} is missing`);
      continue;
    }
    const validate = document.validator(header.schema);
    if (!validate(value)) faults.push(`header ${name} is ${JSON.stringify(value)}: ${explain(validate)}`);
  }
  return faults;
}

function checkBody(document, response, exchange) {
  const body = exchange.body ?? '';
  const media = (headerOf(exchange, 'content-type') ?? '').split(';')[0].trim().toLowerCase();
  if (!response.content) {
    return body === '' && media === '' ? [] : [`a body (${media || 'no content type'}) is not documented`];
  }
  const content = response.content[media];
  if (content === undefined) {
    return [`content type ${media || '(none)'} is not documented; documented: ${Object.keys(response.content).join(', ')}`];
  }
  if (exchange.method === 'HEAD') return body === '' ? [] : ['the answer to HEAD has a body'];
  let value = body;
  if (/[/+]json$/.test(media)) {
    try {
      value = JSON.parse(body);
    } catch (error) {
      return [`the body is not JSON: ${error.message}`];
    }
  }
  const validate = document.validator(content.schema);
  return validate(value) ? [] : [`the body differs: ${explain(validate)}`];
}

// A request that was accepted must be one that the document allows.
function checkRequest(document, operation, exchange) {
  const schema = operation?.requestBody?.content?.['application/json']?.schema;
  if (schema === undefined || exchange.status >= 300) return [];
  let value;
  try {
    value = JSON.parse(exchange.request_body ?? '');
  } catch (error) {
    return [`an accepted request body is not JSON: ${error.message}`];
  }
  const validate = document.validator(schema);
  return validate(value) ? [] : [`an accepted request body differs: ${explain(validate)}`];
}
