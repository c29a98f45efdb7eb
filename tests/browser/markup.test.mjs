import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { HtmlValidate } from "html-validate";
import { allPages, mailPages, samplesFolder } from "./browser.mjs";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  // A store's name may make a title longer than a search engine would like.
  // The one style sheet is the server's own.
  // Tick boxes of one list share their name.
  rules: { "long-title": "off", "require-sri": ["error", { target: "crossorigin" }],
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }] },
});

// A mail program keeps no style sheet for sure, so a mail's tables carry their styles.
const mailValidator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: { "long-title": "off", "no-inline-style": "off" },
});

for (const name of allPages) {
  test(`${name}.html is valid HTML`, async () => {
    const rules = mailPages.includes(name) ? mailValidator : validator;
    const report = await rules.validateFile(join(samplesFolder(), `${name}.html`));
    const messages = report.results.flatMap((result) => result.messages)
      .map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    assert.deepEqual(messages, []);
  });
}
