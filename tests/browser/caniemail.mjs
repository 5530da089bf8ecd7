// Says which mail programs lack what in HTML files: {file: {errors: {feature: [program]}, warnings: …}} as JSON.

import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const [clients, ...files] = process.argv.slice(2);

function byFeature(found) {
  const features = {};
  for (const [client, issues] of found)
    for (const { title } of issues) (features[title] ??= new Set()).add(client);
  return Object.fromEntries(Object.entries(features).map(([title, names]) => [title, [...names].sort()]));
}

const answers = {};
for (const file of files) {
  const { issues } = caniemail({ clients: clients.split(","), html: readFileSync(file, "utf8") });
  answers[file] = { errors: byFeature(issues.errors), warnings: byFeature(issues.warnings) };
}
process.stdout.write(JSON.stringify(answers));
