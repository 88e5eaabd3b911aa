# expects: host.timed-out
class Endless:
    def __getattr__(self, name):
        while True:
            pass


app = Endless()
