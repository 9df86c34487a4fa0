"""The synchronous variant of the common model in mesa-frames: citizens and cops are agent sets, each a Polars frame, and
all act at once, column by column.

The package's own grid gives neighbours along eight rays, each cell once for all agents together. A round view of each
agent's own is read from the lattice as an array of NumPy instead, which is how the package keeps its grid's capacity.

Everybody acts on the lattice as the last tick left it. (1) Cops arrest; (2) citizens decide; (3) all move; (4) the jailed
serve a tick. Where two want the same citizen or site, one gets it and the others choose again: the answer, in columns, to
our own variant's taking them in the order of the lattice.
"""

from importlib import metadata

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

import measure
from measure import LEGITIMACY, LONGEST, RADIUS, THRESHOLD, VIEW, K

EMPTY, QUIET, ACTIVE, COP = range(4)
DX, DY = (np.array(steps, dtype=np.int32) for steps in zip(*VIEW))
# Rounds of choice after which one who found no empty site stays.
ROUNDS = 40


class Lattice:
    """What stands on each site."""

    def __init__(self, size, random):
        self.size, self.random = size, random
        self.kinds = np.full(size * size, EMPTY, dtype=np.int8)

    def beside(self, sites, steps):
        """The sites that lie off these by these steps of the view, round the torus."""
        x, y = np.divmod(sites, self.size)
        return (x + DX[steps]) % self.size * self.size + (y + DY[steps]) % self.size

    def seen(self):
        """Cops and actives in view of each site, its own left out: running sums along rows, and their differences."""
        marks = (self.kinds == COP).astype(np.int32) << 16 | (self.kinds == ACTIVE)
        marks = marks.reshape(self.size, self.size)
        wide = np.pad(marks, RADIUS, mode="wrap")
        sums = np.zeros((wide.shape[0], wide.shape[1] + 1), dtype=np.int32)
        np.cumsum(wide, axis=1, out=sums[:, 1:])
        total = -marks
        for row in range(2 * RADIUS + 1):
            half = int((RADIUS**2 - (row - RADIUS) ** 2) ** 0.5)
            rows = sums[row : row + self.size]
            total += rows[:, RADIUS + half + 1 : RADIUS + half + 1 + self.size]
            total -= rows[:, RADIUS - half : RADIUS - half + self.size]
        total = total.ravel()
        return total >> 16, total & 0xFFFF

    def moved(self, sites, kinds):
        """Moves occupants of these kinds, each to a random empty site in view, and says where they are then."""
        sites = sites.copy()
        waiting = self.random.permutation(len(sites))
        for _ in range(ROUNDS):
            wanted = self.beside(sites[waiting], self.random.integers(0, len(VIEW), len(waiting)))
            free = np.flatnonzero(self.kinds[wanted] == EMPTY)
            # Of those who want the same site, the first has it.
            _, first = np.unique(wanted[free], return_index=True)
            winners = free[first]
            movers = waiting[winners]
            self.kinds[sites[movers]] = EMPTY
            sites[movers] = wanted[winners]
            self.kinds[sites[movers]] = kinds[movers]
            waiting = np.delete(waiting, winners)
            if len(waiting) == 0:
                break
        return sites


class Citizens(AgentSetPolars):
    """All citizens."""

    def __init__(self, model, sites):
        super().__init__(model)
        n, random = len(sites), model.random
        self += pl.DataFrame(
            {
                "unique_id": np.arange(n, dtype=np.int64),
                "site": sites,
                "grievance": random.random(n) * (1 - LEGITIMACY),
                "aversion": random.random(n),
                "active": np.zeros(n, dtype=bool),
                "sentence": np.zeros(n, dtype=np.int8),
            }
        )
        model.lattice.kinds[sites] = QUIET

    def decide(self, cops, active):
        """Who is free is active or quiet by what was in view of his site."""
        site = pl.col("site")
        frame = self.agents.with_columns(
            cops=pl.lit(pl.Series(cops)).gather(site), others=pl.lit(pl.Series(active)).gather(site)
        )
        arrest = 1 - (-K * (pl.col("cops") // (1 + pl.col("others")))).exp()
        rebels = pl.col("grievance") - pl.col("aversion") * arrest > THRESHOLD
        self.agents = frame.with_columns(active=rebels & (pl.col("sentence") == 0)).drop("cops", "others")
        free = self.agents.filter(pl.col("sentence") == 0)
        self.model.lattice.kinds[free["site"].to_numpy()] = np.where(free["active"].to_numpy(), ACTIVE, QUIET)

    def jail(self, sites):
        """Who stands on these sites goes to jail."""
        lattice, random = self.model.lattice, self.model.random
        taken = np.zeros(len(lattice.kinds), dtype=bool)
        taken[sites] = True
        lattice.kinds[sites] = EMPTY
        arrested = pl.lit(pl.Series(taken)).gather(pl.col("site")) & (pl.col("sentence") == 0)
        terms = pl.lit(pl.Series(random.integers(1, LONGEST + 1, len(self), dtype=np.int8)))
        self.agents = self.agents.with_columns(
            sentence=pl.when(arrested).then(terms).otherwise(pl.col("sentence")), active=pl.col("active") & ~arrested
        )

    def step(self):
        """Moves, to random empty sites in view."""
        free = (self.agents["sentence"] == 0).to_numpy()
        sites = self.agents["site"].to_numpy().copy()
        sites[free] = self.model.lattice.moved(sites[free], self.model.lattice.kinds[sites[free]])
        self.agents = self.agents.with_columns(site=sites)

    def serve(self):
        """A tick in jail; who has served the last one returns to the site of the arrest or an empty one in view."""
        lattice = self.model.lattice
        sentence, sites = self.agents["sentence"].to_numpy().copy(), self.agents["site"].to_numpy().copy()
        leaving = np.flatnonzero(sentence == 1)
        sentence[sentence > 0] -= 1
        home = leaving[lattice.kinds[sites[leaving]] == EMPTY]
        home = home[np.unique(sites[home], return_index=True)[1]]
        lattice.kinds[sites[home]] = QUIET
        for agent in np.setdiff1d(leaving, home):
            near = lattice.beside(np.full(len(VIEW), sites[agent]), np.arange(len(VIEW)))
            near = near[lattice.kinds[near] == EMPTY]
            if len(near) == 0:
                sentence[agent] = 1
                continue
            sites[agent] = self.model.random.choice(near)
            lattice.kinds[sites[agent]] = QUIET
        self.agents = self.agents.with_columns(sentence=sentence, site=sites)


class Cops(AgentSetPolars):
    """All cops."""

    def __init__(self, model, sites):
        super().__init__(model)
        self += pl.DataFrame({"unique_id": np.arange(len(sites), dtype=np.int64) + model.n_citizens, "site": sites})
        model.lattice.kinds[sites] = COP

    def arrest(self):
        """The sites of those whom the cops arrest, each cop a random one in view."""
        lattice, random = self.model.lattice, self.model.random
        active = lattice.kinds == ACTIVE
        arrested = []
        near = self.model.seen[1]
        waiting = self.agents["site"].to_numpy()
        waiting = random.permutation(waiting[near[waiting] > 0])
        while len(waiting):
            view = lattice.beside(np.repeat(waiting, len(VIEW)), np.tile(np.arange(len(VIEW)), len(waiting)))
            chances = (random.random(len(view), dtype=np.float32) + 1) * active[view]
            chances = chances.reshape(len(waiting), len(VIEW))
            best = chances.argmax(axis=1)
            rows = np.arange(len(waiting))
            finds = chances[rows, best] > 0
            wanted = view.reshape(chances.shape)[rows, best]
            candidates = np.flatnonzero(finds)
            _, first = np.unique(wanted[candidates], return_index=True)
            winners = candidates[first]
            arrested.append(wanted[winners])
            active[wanted[winners]] = False
            finds[winners] = False
            waiting = waiting[finds]
        return np.concatenate(arrested) if arrested else np.empty(0, dtype=np.int64)

    def step(self):
        """Moves, to random empty sites in view."""
        sites = self.agents["site"].to_numpy()
        self.agents = self.agents.with_columns(site=self.model.lattice.moved(sites, np.full(len(sites), COP, np.int8)))


class World(ModelDF):
    """The lattice with everybody on it."""

    def __init__(self, size, seed):
        super().__init__(seed)
        self.lattice = Lattice(size, self.random)
        self.n_citizens, n_cops = measure.numbers(size)
        sites = self.random.permutation(size * size)[: self.n_citizens + n_cops]
        self.citizens, self.cops = Citizens(self, sites[: self.n_citizens]), Cops(self, sites[self.n_citizens :])
        self.agents += [self.citizens, self.cops]
        self.seen = None

    def tick(self):
        """Everybody acts once, on what the last tick left."""
        self.citizens, self.cops = (self.get_agents_of_type(kind) for kind in (Citizens, Cops))
        self.seen = self.lattice.seen()
        arrested = self.cops.arrest()
        self.citizens.jail(arrested)
        self.citizens.decide(*self.seen)
        self.agents.do("step")
        self.citizens.serve()

    def active(self):
        """Active citizens now."""
        return np.count_nonzero(self.lattice.kinds == ACTIVE)


if __name__ == "__main__":
    measure.run("mesa-frames", metadata.version("mesa-frames"), World)
