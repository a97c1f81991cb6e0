"""A reviewer from outside, invited for one case, where the team has nobody uninvolved."""
