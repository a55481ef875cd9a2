"""The clean stage: raw articles in, their text without anything that stands around it out."""
