"""The common model in AgentPy, with a field of its grid: what stands where is an array of NumPy, looked at for the whole
view at once. Agents are AgentPy's, and stand on AgentPy's grid.

AgentPy's own `neighbors` gives a square of sites and walks through a set of agents on each.
"""

import agentpy
import numpy as np

import measure
from measure import LEGITIMACY, LONGEST, THRESHOLD, VIEW, arrest_probability

EMPTY, QUIET, ACTIVE, COP = range(4)
# All in view with the own place.
DX, DY = (np.array(steps) for steps in zip((0, 0), *VIEW))


class Actor(agentpy.Agent):
    """Who stands on the grid."""

    kind = EMPTY

    def stand(self, place):
        """Stands at a place, coming from nowhere."""
        self.place = place
        self.model.grid.add_agents([self], [place])
        self.model.kinds[place] = self.kind

    def look(self):
        """Rows and columns of the own place and all in view, and what stands there."""
        x, y = self.place
        rows, columns = self.model.wrapped[x + DX], self.model.wrapped[y + DY]
        return rows, columns, self.model.kinds[rows, columns]

    def one_of(self, kind):
        """A random place where this kind stands, in view or here."""
        rows, columns, kinds = self.look()
        found = np.flatnonzero(kinds == kind)
        if len(found) == 0:
            return None
        i = found[int(self.model.random.random() * len(found))]
        return int(rows[i]), int(columns[i])

    def move(self):
        """To a random empty place in view."""
        place = self.one_of(EMPTY)
        if place is not None:
            self.model.kinds[self.place] = EMPTY
            self.model.grid.move_to(self, place)
            self.model.kinds[place] = self.kind
            self.place = place


class Citizen(Actor):
    """Rebels when the grievance exceeds the net risk by enough."""

    kind = QUIET

    def setup(self):
        self.grievance = self.model.random.random() * (1 - LEGITIMACY)
        self.aversion = self.model.random.random()
        self.sentence = None

    def step(self):
        """One turn."""
        if self.sentence is not None:
            if self.sentence:
                self.sentence -= 1
                return
            if not self.leave_jail():
                return
        self.move()
        _, _, kinds = self.look()
        cops, active = np.count_nonzero(kinds == COP), np.count_nonzero(kinds == ACTIVE)
        active += self.kind != ACTIVE
        is_active = self.grievance - self.aversion * arrest_probability(cops, active) > THRESHOLD
        self.kind = ACTIVE if is_active else QUIET
        self.model.kinds[self.place] = self.kind

    def jail(self):
        """Leaves the grid; the place stays that of the arrest."""
        self.sentence = self.model.random.randint(1, LONGEST)
        self.kind = QUIET
        self.model.kinds[self.place] = EMPTY
        self.model.grid.remove_agents(self)

    def leave_jail(self):
        """Back to an empty place near the arrest, if there is one."""
        place = self.one_of(EMPTY)
        if place is not None:
            self.stand(place)
            self.sentence = None
        return place is not None


class Cop(Actor):
    """Arrests a random active citizen in view."""

    kind = COP

    def step(self):
        """One turn."""
        self.move()
        place = self.one_of(ACTIVE)
        if place is not None:
            next(iter(self.model.grid.grid["agents"][place])).jail()


class World(agentpy.Model):
    """The grid with everybody on it."""

    def setup(self):
        size = self.p.size
        self.grid = agentpy.Grid(self, (size, size), torus=True, check_border=False)
        self.grid.add_field("kind", np.full(size * size, EMPTY, dtype=np.int8))
        self.kinds = self.grid.grid["kind"]
        # Rows and columns round the torus: -1 is the last one, by NumPy's own counting and by this list.
        self.wrapped = np.arange(size + 2 * measure.RADIUS)
        self.wrapped[size:] = [*range(measure.RADIUS), *range(size - measure.RADIUS, size)]
        citizens, cops = measure.numbers(size)
        self.actors = agentpy.AgentList(self, citizens, Citizen) + agentpy.AgentList(self, cops, Cop)
        places = self.random.sample(self.grid.all, citizens + cops)
        for actor, place in zip(self.actors, places):
            actor.stand(place)

    def tick(self):
        """Every actor has a turn, in random order."""
        self.actors.shuffle().step()

    def active(self):
        """Active citizens now."""
        return np.count_nonzero(self.kinds == ACTIVE)


def make(size, seed):
    """A world that is set up."""
    world = World({"size": size, "seed": seed})
    world.sim_setup(seed=seed)
    return world


if __name__ == "__main__":
    measure.run("AgentPy", agentpy.__version__, make)
