// node-ical: reads a file and expands it. node node_ical.mjs FILE START END ZONE OUTPUT: lines of uid and start.
import { readFileSync, writeFileSync } from "node:fs";
import ical from "node-ical";

const [file, start, end, , output] = process.argv.slice(2);
const from = new Date(start);
const to = new Date(new Date(end) - 1); // both ends belong to the range
const calendar = ical.sync.parseICS(readFileSync(file, "utf-8"));
const lines = [];
for (const event of Object.values(calendar)) {
    if (event.type !== "VEVENT") continue;
    for (const occurrence of ical.expandRecurringEvent(event, { from, to, expandOngoing: true })) {
        lines.push(`${event.uid}\t${occurrence.start.toISOString().slice(0, 19)}Z\n`);
    }
}
writeFileSync(output, lines.join(""));
