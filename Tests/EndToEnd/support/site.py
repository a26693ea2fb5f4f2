"""A whole site: one PostgreSQL, one S3, two servers that run no jobs, two workers that do nothing else."""

from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex

from support.bucket import Bucket, Line
from support.cluster import Cluster
from support.people import Person
from support.program import Server, Worker

SECRET = "0123456789abcdef0123456789abcdef-of-all"


class Site:
    """A context manager. Tests may kill its processes and start them again."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.cluster = Cluster()
        self.bucket = Bucket()
        self._stack = ExitStack()

    @property
    def servers(self) -> list[Server]:
        return [self.one, self.other]

    def server(self, **settings) -> Server:
        """Another server of the site, not yet started."""
        return Server(self.folder, **self.settings | {"HANMO_WORKERS": 0} | settings)

    def __enter__(self) -> "Site":
        with ExitStack() as stack:
            stack.enter_context(self.cluster)
            stack.enter_context(self.bucket)
            self.line = stack.enter_context(Line(self.bucket.origin))
            self.settings = {
                "HANMO_DATABASE_URL": self.cluster.url,
                "HANMO_STORAGE_URL": self.bucket.url(self.line),
                "HANMO_SECRET": SECRET,
                **self.bucket.credentials,
            }
            self.one = stack.enter_context(self.server())
            self.other = stack.enter_context(self.server())
            self.workers = [
                stack.enter_context(Worker(self.folder, f"worker-{number}", **self.settings)) for number in (1, 2)
            ]
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    def give_file(self, person: Person, creation: int) -> str:
        """Stores a picture that belongs to a creation, as no tool of the program does yet, and answers its key."""
        key = f"images/4f/{token_hex(16)}.png"
        self.bucket.put(key, b"a picture")
        assert self.bucket.has(key), "what is to be gone later has to be seen first"
        self.cluster.change(
            f"INSERT INTO files (object_key, creation_id, user_id, size_bytes, created_at)"
            f" VALUES ('{key}', {creation}, {person.id}, 9, 0)"
        )
        return key

    def deletions(self, key: str) -> int:
        """How often the deletion of an object has reached the bucket."""
        return self.line.passed[f"/{self.bucket.name}/{key}"]

    def deletion_job(self, key: str) -> tuple[str, int]:
        """State and attempts of the job that deletes an object."""
        [(state, attempts)] = self.cluster.ask(f"SELECT state, attempts FROM jobs WHERE {_deletes(key)}")
        return state, int(attempts)

    def worker_that_deletes(self, key: str) -> Worker:
        """Which worker runs that job right now."""
        [(name,)] = self.cluster.ask(
            f"SELECT r.name FROM jobs j JOIN job_runners r ON r.id = j.owner WHERE {_deletes(key)}"
        )
        [worker] = [worker for worker in self.workers if name.endswith(f":{worker.pid}")]
        return worker


def _deletes(key: str) -> str:
    """The condition on a job; its payload is JSON, in which slashes may be escaped."""
    return f"payload LIKE '%{key.rpartition('/')[2]}%'"
