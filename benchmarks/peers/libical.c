/* libical: reads a file and expands it. libical FILE START END ZONE OUTPUT: lines of uid and start, as UTC.
Without words it prints its version.

libical gives the occurrences of one event at a time; that an override takes the place of an occurrence is for the
caller to do, here by a sorted array of (uid, original start). */
#define _GNU_SOURCE
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY 86400

typedef struct {
    const char *uid;
    time_t start;
} Replaced;

typedef struct {
    Replaced *replaced;
    size_t replaced_count;
    const char *uid;
    int is_override, is_date;
    time_t from, to;
    icaltimezone *zone;
    FILE *output;
} Run;

static int by_uid_and_start(const void *left, const void *right)
{
    const Replaced *a = left, *b = right;
    int order = strcmp(a->uid, b->uid);
    return order ? order : (a->start > b->start) - (a->start < b->start);
}

/* Whole days come as midnight in UTC; they begin at midnight in the zone of the calendar. */
static time_t instant(time_t value, const Run *run)
{
    if (!run->is_date)
        return value;
    struct icaltimetype day = icaltime_from_timet_with_zone(value, 1, icaltimezone_get_utc_timezone());
    day.is_date = 0;
    return icaltime_as_timet_with_zone(day, run->zone);
}

static void keep(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)event;
    Run *run = data;
    time_t start = instant(span->start, run), end = instant(span->end, run);
    if (start >= run->to || end < run->from || (end == run->from && start != end))
        return;
    Replaced wanted = {run->uid, start};
    if (!run->is_override && bsearch(&wanted, run->replaced, run->replaced_count, sizeof wanted, by_uid_and_start))
        return;
    struct tm parts;
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&start, &parts));
    fprintf(run->output, "%s\t%s\n", run->uid, text);
}

static time_t utc(const char *text)
{
    struct tm parts = {0};
    return strptime(text, "%Y-%m-%dT%H:%M:%SZ", &parts) ? timegm(&parts) : -1;
}

static char *content(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END))
        return NULL;
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (!text || fread(text, 1, size, file) != (size_t)size)
        return NULL;
    text[size] = 0;
    fclose(file);
    return text;
}

static icalcomponent *first_event(icalcomponent *calendar)
{
    return icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
}

static icalcomponent *next_event(icalcomponent *calendar)
{
    return icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
}

int main(int count, char **words)
{
    if (count != 6)
        return puts(ICAL_VERSION) < 0;
    Run run = {0};
    run.from = utc(words[2]);
    run.to = utc(words[3]);
    run.zone = icaltimezone_get_builtin_timezone(words[4]);
    char *text = content(words[1]);
    icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
    run.output = fopen(words[5], "w");
    if (!calendar || !run.zone || !run.output)
        return 1;

    size_t events = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
    run.replaced = malloc((events + 1) * sizeof *run.replaced);
    for (icalcomponent *event = first_event(calendar); event; event = next_event(calendar)) {
        icalproperty *original = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
        if (!original)
            continue;
        struct icaltimetype moment = icalproperty_get_datetime_with_component(original, event);
        const icaltimezone *zone = moment.is_date ? run.zone : moment.zone;
        moment.is_date = 0;
        Replaced one = {icalcomponent_get_uid(event), icaltime_as_timet_with_zone(moment, zone)};
        run.replaced[run.replaced_count++] = one;
    }
    qsort(run.replaced, run.replaced_count, sizeof *run.replaced, by_uid_and_start);

    /* A day more on both sides, since whole days are compared in UTC. */
    struct icaltimetype from = icaltime_from_timet_with_zone(run.from - DAY, 0, icaltimezone_get_utc_timezone());
    struct icaltimetype to = icaltime_from_timet_with_zone(run.to + DAY, 0, icaltimezone_get_utc_timezone());
    for (icalcomponent *event = first_event(calendar); event; event = next_event(calendar)) {
        run.uid = icalcomponent_get_uid(event);
        run.is_override = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) != NULL;
        run.is_date = icalcomponent_get_dtstart(event).is_date;
        icalcomponent_foreach_recurrence(event, from, to, keep, &run);
    }
    return fclose(run.output) != 0;
}
