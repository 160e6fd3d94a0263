duration: 5


﻿A lamp.
