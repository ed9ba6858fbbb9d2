// Prints, as JSON, the instant at which each timed event of a calendar file begins, by its UID, as one of two libraries reads it.
// node calendar_readers.cjs LIBRARY FILE; status 3 where the library is not there.
const fs = require("fs");
const [, , name, file] = process.argv;
let library;
try {
  library = require(name);
} catch (error) {
  process.exit(3);
}
const text = fs.readFileSync(file, "utf8");
const found = {};
if (name === "ical.js") {
  const ical = library.default || library;
  const calendar = new ical.Component(ical.parse(text));
  for (const part of calendar.getAllSubcomponents("vevent")) {
    const event = new ical.Event(part);
    if (!event.startDate.isDate) found[event.uid] = event.startDate.toJSDate().toISOString();
  }
} else {
  for (const event of Object.values(library.sync.parseICS(text))) {
    if (event.type === "VEVENT" && event.datetype !== "date") found[event.uid] = event.start.toISOString();
  }
}
console.log(JSON.stringify(found));
