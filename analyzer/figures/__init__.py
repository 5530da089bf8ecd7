"""Days, weeks, hours and costs in numbers, as every picture draws them."""
