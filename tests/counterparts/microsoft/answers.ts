// What the tests judge answers of Microsoft Graph by: Microsoft's own types, under the names the tests use.
import type { Calendar, Event, PublicError, ScheduleInformation } from '@microsoft/microsoft-graph-types'

export interface Answers {
  event: Event
  calendar: Calendar
  error: PublicError
  schedule: ScheduleInformation
}
