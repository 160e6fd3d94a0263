# 
Shot[0-5s] A lamp.
