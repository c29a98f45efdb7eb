"""What goes wrong. Each fault is a function of the world and a seeded random source; it may leave the world broken, heal() mends."""

import os
import signal
import time

from driver import kill_at_call
from harness import processes
from proxy import Weather


def kill_agent(world, random):
    lane = random.choice(world.lanes)
    processes.kill(lane.agent)
    time.sleep(random.random() * 0.3)
    lane.launch_agent()


def kill_agent_at_a_call(world, random):
    """The agent dies before its Nth write, fsync, send ...; somebody starts it again later."""
    lane = random.choice(world.lanes)
    processes.stop(lane.agent)
    lane.launch_agent(kill_at_call(random.randint(1, 120)))


def freeze_agent(world, random):
    lane = random.choice(world.lanes)
    _freeze(lane.agent.pid, random.random() * 0.4)


def _freeze(pid, seconds):
    try:
        os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(pid, signal.SIGCONT)
    except ProcessLookupError:
        pass  # an earlier fault got it first


def _signal(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass  # it ended in the meantime


def kill_server(world, random):
    processes.kill(world.server.process)
    time.sleep(random.random() * 0.3)
    world.server.launch()


def kill_server_at_a_call(world, random):
    processes.stop(world.server.process)
    world.server.launch(kill_at_call(random.randint(20, 300)))


def stop_server_under_load(world, random):
    world.stop_server_gently()
    time.sleep(random.random() * 0.2)
    world.server.launch()


def freeze_server(world, random):
    _freeze(world.server.process.pid, random.random() * 0.5)


def kill_backend(world, random):
    """SIGKILL to one of the server's own connections: PostgreSQL throws all sessions out and recovers."""
    pids = world.server_backends("tillnote_ingest") or world.server_backends("%")
    if pids:
        _signal(random.choice(pids), signal.SIGKILL)


def terminate_backends(world, random):
    """Connections break in turn, some of them in the middle of COMMIT."""
    for _ in range(random.randint(1, 5)):
        for pid in world.server_backends("tillnote_ingest"):
            _signal(pid, signal.SIGTERM)
        time.sleep(random.random() * 0.1)


def freeze_backend(world, random):
    pids = world.server_backends("tillnote_ingest")
    if pids:
        _freeze(random.choice(pids), random.random() * 0.4)


def kill_postgres(world, random):
    world.cluster.kill_all()
    time.sleep(random.random() * 0.3)
    world.cluster.start()


def kill_postmaster_only(world, random):
    """The backends notice by themselves."""
    processes.kill(world.cluster.process)
    time.sleep(random.random() * 0.1)
    world.cluster.start()


def stop_postgres_immediate(world, random):
    world.cluster.stop(signal.SIGQUIT)
    time.sleep(random.random() * 0.3)
    world.cluster.start()


def lock_notes(world, random):
    """A migration or an operator holds the note table for a moment."""
    world.cluster.try_sql(f"begin; lock table tillnote.note in access exclusive mode; select pg_sleep({random.random() * 0.6:.3f}); commit")


def _weather(world, random, weather):
    world.proxy.set(weather)
    time.sleep(0.1 + random.random() * 0.6)
    world.proxy.set(Weather())


def cut_requests(world, random):
    _weather(world, random, Weather("cut", "up", random.randint(0, 1500)))


def cut_answers(world, random):
    _weather(world, random, Weather("cut", "down", random.randint(0, 700)))


def lose_answers(world, random):
    _weather(world, random, Weather("cut_answer"))


def swallow(world, random):
    _weather(world, random, Weather("hole"))


def slow_down(world, random):
    _weather(world, random, Weather("slow", delay_s=random.random() * 0.15))


def send_twice(world, random):
    _weather(world, random, Weather("twice"))


def refuse(world, random):
    _weather(world, random, Weather("refuse"))


def captive_portal(world, random):
    _weather(world, random, Weather("captive"))


ALL = (kill_agent, kill_agent_at_a_call, freeze_agent, kill_server, kill_server_at_a_call, stop_server_under_load, freeze_server,
       kill_backend, terminate_backends, freeze_backend, kill_postgres, kill_postmaster_only, stop_postgres_immediate, lock_notes,
       cut_requests, cut_answers, lose_answers, swallow, slow_down, send_twice, refuse, captive_portal)
