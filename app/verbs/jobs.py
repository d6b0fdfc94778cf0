"""Jobs in the background: watched, stopped, tried again."""

from __future__ import annotations

from app.job_records import JobView
from app.verbs.recipes import RecipeVerbs


class JobVerbs(RecipeVerbs):
    """What can be done with any job. Pages poll `job(id)`; workers do the work."""

    def stop_build(self, job_id: str) -> None:
        """Ask a build to end now and keep its best; one that is still waiting is cancelled."""
        from app.jobs import queue

        queue.request_stop(self.store, job_id, "keep")

    def cancel_job(self, job_id: str) -> None:
        """Ask a job to end and keep nothing."""
        from app.jobs import queue

        queue.request_stop(self.store, job_id, "cancel")

    def retry_job(self, job_id: str) -> JobView:
        """Queue a failed or cancelled job again; a build keeps its version number."""
        from app.jobs import queue

        queue.retry(self.store, job_id)
        return self.job(job_id)

    def job(self, job_id: str) -> JobView:
        from app.jobs import queue

        with self.store.read() as connection:
            return queue.one_job(connection, job_id)

    def jobs(self, limit: int = 200) -> tuple[JobView, ...]:
        """The newest jobs of every kind, newest first, without those of models that are deleted."""
        from app.jobs import queue
        from app.store.keeping import of_kept_models, of_project

        with self.store.read() as connection:
            mine = of_project(self.who.project_id)
            return queue.find_jobs(connection, of_kept_models(), *mine, limit=limit)

    def running(self) -> tuple[JobView, ...]:
        """The jobs that are queued or running, newest first."""
        from app.jobs import queue
        from app.store.keeping import of_project
        from app.store.tables import job

        with self.store.read() as connection:
            mine = of_project(self.who.project_id)
            return queue.find_jobs(connection, job.c.state.in_(("queued", "running")), *mine)

    def job_log(self, job_id: str) -> tuple[str, ...]:
        """The lines that workers wrote about a job, oldest first."""
        from app.jobs.logs import read_log

        return read_log(self.store, self.job(job_id).id)

    def workers_alive(self) -> int:
        """How many workers there are; 0 means that queued jobs wait until one is started."""
        from app.jobs import queue

        with self.store.read() as connection:
            return queue.workers_alive(connection)
