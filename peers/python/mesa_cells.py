"""The common model in Mesa, of cells and agents.

Mesa collects a neighbourhood from cell to cell, as a diamond or a square, and keeps it. Here each cell is given its round
view when the grid is made, so that nothing has to be collected. Lists of agents are read as the cells keep them; the
public `agents` would copy each of them.
"""

import mesa
import numpy as np
from mesa.discrete_space import Cell, CellAgent, Grid

import measure
from measure import LEGITIMACY, LONGEST, THRESHOLD, VIEW, arrest_probability


class ViewCell(Cell):
    """A cell that knows all cells in view of it."""

    __slots__ = ("view",)


class RoundViewGrid(Grid):
    """A torus of such cells."""

    def _connect_cells_2d(self):
        cells = np.array(self._celllist, dtype=object).reshape(self.width, self.height)
        cells = np.pad(cells, measure.RADIUS, mode="wrap")
        dx, dy = (np.array(steps) + measure.RADIUS for steps in zip(*VIEW))
        for (x, y), cell in self._cells.items():
            cell.view = tuple(cells[x + dx, y + dy])


class Actor(CellAgent):
    """Who stands on a cell."""

    is_cop = False
    is_active = False

    def __init__(self, model, cell):
        super().__init__(model)
        self.cell = cell

    def move(self):
        """To a random empty cell in view."""
        empty = [cell for cell in self.cell.view if not cell._agents]
        if empty:
            self.cell = self.random.choice(empty)

    def seen(self):
        """Everybody in view."""
        return [agent for cell in self.cell.view for agent in cell._agents]


class Citizen(Actor):
    """Rebels when the grievance exceeds the net risk by enough."""

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
        cops, active = 0, 1
        for agent in self.seen():
            if agent.is_cop:
                cops += 1
            elif agent.is_active:
                active += 1
        self.is_active = self.grievance - self.aversion * arrest_probability(cops, active) > THRESHOLD

    def jail(self):
        """Leaves the lattice."""
        self.sentence = self.random.randint(1, LONGEST)
        self.arrested_at = self.cell
        self.is_active = False
        self.cell = None

    def leave_jail(self):
        """Back to an empty cell near the arrest, if there is one."""
        near = [self.arrested_at, *self.arrested_at.view]
        empty = [cell for cell in near if not cell._agents]
        if empty:
            self.cell = self.random.choice(empty)
            self.sentence = self.arrested_at = None
        return bool(empty)


class Cop(Actor):
    """Arrests a random active citizen in view."""

    is_cop = True

    def step(self):
        """One turn."""
        self.move()
        active = [agent for agent in self.seen() if agent.is_active]
        if active:
            self.random.choice(active).jail()


class World(mesa.Model):
    """The lattice with everybody on it."""

    def __init__(self, size, seed):
        super().__init__(rng=seed)
        self.grid = RoundViewGrid((size, size), torus=True, random=self.random, cell_klass=ViewCell)
        citizens, cops = measure.numbers(size)
        cells = self.random.sample(self.grid._celllist, citizens + cops)
        Citizen.create_agents(self, citizens, cells[:citizens])
        Cop.create_agents(self, cops, cells[citizens:])

    def tick(self):
        """Every actor has a turn, in random order."""
        self.agents.shuffle_do("step")

    def active(self):
        """Active citizens now."""
        return sum(agent.is_active for agent in self.agents)


if __name__ == "__main__":
    measure.run("Mesa, cells", mesa.__version__, World)
