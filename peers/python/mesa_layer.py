"""The common model in Mesa with a property layer: what stands where is an array of NumPy, looked at for the whole view at
once. Agents are Mesa's, and stand on Mesa's cells.
"""

import mesa
import numpy as np
from mesa.discrete_space import CellAgent, Grid

import measure
from measure import LEGITIMACY, LONGEST, THRESHOLD, VIEW, arrest_probability

EMPTY, QUIET, ACTIVE, COP = range(4)
# All in view with the own place.
DX, DY = (np.array(steps) for steps in zip((0, 0), *VIEW))


class Actor(CellAgent):
    """Who stands on a cell."""

    kind = EMPTY

    def __init__(self, model, cell):
        super().__init__(model)
        self.stand(cell.coordinate)

    def stand(self, place):
        """Stands on the cell at a place."""
        self.cell = self.model.grid[place]
        self.model.kinds[place] = self.kind

    def leave(self):
        """Stands nowhere."""
        self.model.kinds[self.cell.coordinate] = EMPTY
        self.cell = None

    def look(self, place):
        """Rows and columns of a place and all in view of it, and what stands there."""
        x, y = place
        rows, columns = self.model.wrapped[x + DX], self.model.wrapped[y + DY]
        return rows, columns, self.model.kinds[rows, columns]

    def one_of(self, place, kind):
        """A random place where this kind stands, in view or here."""
        rows, columns, kinds = self.look(place)
        found = np.flatnonzero(kinds == kind)
        if len(found) == 0:
            return None
        i = found[int(self.random.random() * len(found))]
        return int(rows[i]), int(columns[i])

    def move(self):
        """To a random empty cell in view."""
        place = self.one_of(self.cell.coordinate, EMPTY)
        if place is not None:
            self.model.kinds[self.cell.coordinate] = EMPTY
            self.stand(place)


class Citizen(Actor):
    """Rebels when the grievance exceeds the net risk by enough."""

    kind = QUIET

    def __init__(self, model, cell):
        super().__init__(model, cell)
        self.grievance = self.random.random() * (1 - LEGITIMACY)
        self.aversion = self.random.random()
        self.sentence = None
        self.arrested_at = None

    def step(self):
        """One turn."""
        if self.sentence is not None:
            if self.sentence:
                self.sentence -= 1
                return
            if not self.leave_jail():
                return
        self.move()
        _, _, kinds = self.look(self.cell.coordinate)
        cops, active = np.count_nonzero(kinds == COP), np.count_nonzero(kinds == ACTIVE)
        active += self.kind != ACTIVE
        is_active = self.grievance - self.aversion * arrest_probability(cops, active) > THRESHOLD
        self.kind = ACTIVE if is_active else QUIET
        self.model.kinds[self.cell.coordinate] = self.kind

    def jail(self):
        """Leaves the lattice."""
        self.sentence = self.random.randint(1, LONGEST)
        self.arrested_at = self.cell.coordinate
        self.kind = QUIET
        self.leave()

    def leave_jail(self):
        """Back to an empty cell near the arrest, if there is one."""
        place = self.one_of(self.arrested_at, EMPTY)
        if place is not None:
            self.stand(place)
            self.sentence = self.arrested_at = None
        return place is not None


class Cop(Actor):
    """Arrests a random active citizen in view."""

    kind = COP

    def step(self):
        """One turn."""
        self.move()
        place = self.one_of(self.cell.coordinate, ACTIVE)
        if place is not None:
            self.model.grid[place].agents[0].jail()


class World(mesa.Model):
    """The lattice with everybody on it."""

    def __init__(self, size, seed):
        super().__init__(rng=seed)
        self.grid = Grid((size, size), torus=True, random=self.random)
        self.grid.create_property_layer("kind", default_value=EMPTY, dtype=np.int8)
        self.kinds = self.grid.kind.data
        # Rows and columns round the torus: -1 is the last one, by NumPy's own counting and by this list.
        self.wrapped = np.arange(size + 2 * measure.RADIUS)
        self.wrapped[size:] = [*range(measure.RADIUS), *range(size - measure.RADIUS, size)]
        citizens, cops = measure.numbers(size)
        cells = self.random.sample(self.grid._celllist, citizens + cops)
        Citizen.create_agents(self, citizens, cells[:citizens])
        Cop.create_agents(self, cops, cells[citizens:])

    def tick(self):
        """Every actor has a turn, in random order."""
        self.agents.shuffle_do("step")

    def active(self):
        """Active citizens now."""
        return np.count_nonzero(self.kinds == ACTIVE)


if __name__ == "__main__":
    measure.run("Mesa, property layer", mesa.__version__, World)
