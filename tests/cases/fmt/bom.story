A mark of the byte order stays.


