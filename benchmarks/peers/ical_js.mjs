// ical.js: reads a file and expands it. node ical_js.mjs FILE START END ZONE OUTPUT: lines of uid and start.
import { readFileSync, writeFileSync } from "node:fs";
import ICAL from "ical.js";

const [file, start, end, , output] = process.argv.slice(2);
const [from, to] = [Date.parse(start) / 1000, Date.parse(end) / 1000];
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf-8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const masters = new Map();
const overrides = new Map();
for (const component of calendar.getAllSubcomponents("vevent")) {
    const uid = component.getFirstPropertyValue("uid");
    if (!component.hasProperty("recurrence-id")) masters.set(uid, component);
    else if (overrides.has(uid)) overrides.get(uid).push(component);
    else overrides.set(uid, [component]);
}

const lines = [];
function keep(uid, begin, finish) {
    const [first, last] = [begin.toUnixTime(), finish.toUnixTime()];
    const overlaps = first < to && (last > from || (first === last && first >= from));
    if (overlaps) lines.push(`${uid}\t${begin.toJSDate().toISOString().slice(0, 19)}Z\n`);
}
for (const [uid, component] of masters) {
    const event = new ICAL.Event(component, { exceptions: overrides.get(uid) ?? [], strictExceptions: true });
    if (!event.isRecurring()) {
        keep(uid, event.startDate, event.endDate);
        continue;
    }
    // An override may have moved into the range from a later day: a week more than the range is looked at.
    const walk = event.iterator();
    for (let next = walk.next(); next && next.toUnixTime() < to + 7 * 86400; next = walk.next()) {
        const { startDate, endDate } = event.getOccurrenceDetails(next);
        keep(uid, startDate, endDate);
    }
}
writeFileSync(output, lines.join(""));
