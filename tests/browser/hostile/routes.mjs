// The pages, forms and files of the service, taken from its own description, so that a new one is looked at or missed here.

/** Every route of the description: { method, pattern, query, fields, answers }. */
export async function readRoutes(url) {
  const document = await (await fetch(`${url}/openapi.json`)).json();
  const resolve = (part) => (part?.$ref ? part.$ref.slice(2).split("/").reduce((place, name) => place[name], document) : part);
  return Object.entries(document.paths).flatMap(([pattern, methods]) => Object.entries(methods)
    .filter(([method]) => ["get", "post", "put", "patch", "delete"].includes(method))
    .map(([method, route]) => {
      const body = resolve(route.requestBody)?.content?.["application/x-www-form-urlencoded"]?.schema;
      return { method, pattern,
        query: (route.parameters ?? []).map(resolve).filter((parameter) => parameter.in === "query").map((parameter) => parameter.name),
        fields: body ? Object.keys(resolve(body).properties) : undefined,
        answers: Object.keys(resolve(route.responses["200"])?.content ?? {}) };
    }));
}

const perStore = "manager";
const perDistrict = "district";

/** How each page is reached, and by whom. `{…}` is filled from the chain; [] of queries is the page without one. */
export const pages = {
  "/": [{ by: "chain" }, { by: "manager" }, { by: "admin" }],
  "/stores/{store}/{day}": [{ by: perStore, queries: ["", "?edition=1"] }, { by: perStore, day: "today" }, { by: perStore, day: "{closed_day}" }],
  "/stores/{store}/history": [{ by: perStore, queries: ["", "?reason=103", "?theme={theme}", "?department=produce", "?q=evil"] }],
  "/stores/{store}/lanes": [{ by: perStore }, { by: "admin" }],
  "/stores/{store}/actions": [{ by: perStore }],
  "/stores/{store}/poster": [{ by: perStore, queries: ["{poster_lines}"] }],
  "/stores/{store}/goals": [{ by: perStore }],
  "/stores/{store}/asks": [{ by: perStore, queries: ["", "?use=found"] }],
  "/stores/{store}/recipients": [{ by: perStore }],
  "/districts": [{ by: "chain", queries: ["", "?by=department"] }],
  "/districts/{district}": [{ by: perDistrict, queries: ["?by=reason&row=103", "?by=theme", "?by=department"] }],
  "/districts/{district}/asks": [{ by: perDistrict }],
  "/districts/{district}/goals": [{ by: perDistrict }],
  "/districts/{district}/recipients": [{ by: perDistrict }],
  "/districts/{district}/digests/{day}": [{ by: perDistrict }],
  "/account": [{ by: "manager" }],
  "/admin": [{ by: "admin" }],
  "/admin/users": [{ by: "admin", queries: ["", "?search=shop"] }],
  "/admin/users/{user}": [{ by: "admin", user: "{user}" }],
  "/admin/audit": [{ by: "admin" }],
  "/admin/stores": [{ by: "admin" }],
  "/admin/stores/{store}": [{ by: "admin" }],
  "/admin/lanes": [{ by: "admin" }],
  "/admin/catalog": [{ by: "admin" }],
  "/admin/catalog/reasons/{reason}": [{ by: "admin", reason: "103" }],
  "/admin/recipients": [{ by: "admin" }],
  "/admin/retention": [{ by: "admin" }],
  "/signed-out": [{ by: "nobody" }],
  "/sign-in": [{ by: "nobody" }],
  "/sign-in/code": [{ by: "nobody" }],
  "/forgotten-password": [{ by: "nobody" }],
  "/set-password/{token}": [{ by: "nobody", token: "{password_token}" }],
  "/setup": [{ by: "nobody", status: 404 }],
  "/unsubscribe/{token}": [{ by: "nobody", token: "{unsubscribe_token}" }],
  "/problems/{type}": [{ by: "nobody" }],
};

/** The files for spreadsheets; those of scripts are files where they are asked for as text/csv. */
export const sheets = {
  "/stores/{store}/history.csv": { by: perStore, queries: ["?reason=103", "?theme={theme}", "?department=produce"] },
  "/districts/{district}/comparison.csv": { by: perDistrict, queries: ["?by=reason", "?by=theme", "?by=department", "?part=stories", "?part=weeks&by=reason&row=103"] },
  "/districts/comparison.csv": { by: "chain", queries: ["?by=reason", "?by=theme"] },
  "/v1/stores/{store}/history": { by: perStore, queries: ["?reason=103", "?theme={theme}", "?department=produce"] },
  "/v1/districts/{district}/comparison": { by: perDistrict, queries: ["?by=reason", "?by=theme", "?by=department", "?part=stories"] },
  "/v1/comparison": { by: "chain", queries: ["?by=reason", "?by=theme", "?part=stories"] },
  "/v1/audit": { by: "admin", queries: [""] },
};

/** Who may send the forms below a path. */
export function senderOf(pattern) {
  return pattern.startsWith("/stores/") || pattern === "/account" || pattern.startsWith("/account/") ? "manager"
    : pattern.startsWith("/districts/") ? "district" : pattern === "/sign-out" || pattern.startsWith("/admin/") ? "admin" : "nobody";
}

/** `pattern` with its parameters; `values` beats the usual ones. */
export function pathOf(pattern, chain, values = {}) {
  const usual = { store: chain.store, district: chain.district, day: "latest", token: "x", type: "not-found" };
  return pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(fill(values[name] ?? usual[name] ?? "x", chain)));
}

export function fill(text, chain) {
  return text.replace(/\{(\w+)\}/g, (_, name) => chain[name]);
}
