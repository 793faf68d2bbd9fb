"""What Morango says in the bench: a step as text, and who may say it."""

# ruff: noqa: ARG002, ARG004 - Morango asks for these very arguments

from uuid import NAMESPACE_OID, uuid5

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from morango.models.core import SyncableModel
from morango.models.manager import SyncableModelManager
from morango.models.query import SyncableModelQuerySet


class Users(SyncableModelManager.from_queryset(SyncableModelQuerySet), BaseUserManager):
    """Found by name, as Django asks for them."""


class User(AbstractBaseUser, SyncableModel):
    morango_profile = "desk"
    morango_model_name = "user"
    USERNAME_FIELD = "username"

    username = models.CharField(max_length=20, unique=True)
    is_superuser = models.BooleanField(default=False)
    objects = Users()

    def with_password(self, password):
        self.set_password(password)
        return self

    def calculate_source_id(self):
        return uuid5(NAMESPACE_OID, self.username).hex

    def calculate_partition(self):
        return f"{self.ID_PLACEHOLDER}:user"

    def has_morango_certificate_scope_permission(self, scope_definition_id, scope_params):
        return self.is_superuser

    @staticmethod
    def compute_namespaced_id(partition_value, source_id_value, model_name):
        return source_id_value


class Step(SyncableModel):
    morango_profile = "desk"
    morango_model_name = "step"

    commune = models.CharField(max_length=40)
    told = models.TextField()

    def calculate_source_id(self):
        return None

    def calculate_partition(self):
        return f"{self.commune}:step"
