"""What storyc is made of and from: locked versions, their licences, a bill of materials, builds that repeat."""
