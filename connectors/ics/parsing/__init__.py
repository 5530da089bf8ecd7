"""From bytes to components: text, lines, people, moments, zones and events, one by one."""
