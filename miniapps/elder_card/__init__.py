"""老年人优待证: a true application to the department, handed in with one tap; a mini-app on `case.submit`."""
